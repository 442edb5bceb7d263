import { createStore } from 'zustand/vanilla';
import type { ExportedFile, ExportWish, PageContent, PageTexts, SampleScale } from '../core/exports';
import type { Message } from '../core/messages';
import type { RunSummary } from '../core/run';
import { LANGUAGE_NAMES, LANGUAGES, translate } from '../i18n/text';
import type { Language } from '../i18n/text';
import type { WorkerClient } from '../worker/client';
import { fits } from './explore-pins';
import { messageOf } from './notices';
import type { Session } from './session';
import { modelInView } from './store';

/** What can be saved of a model, in the order of the panel, and how its file's name ends. */
export const EXPORTS = {
  project: '.dcgan',
  page: '.html',
  generator: '-generator.safetensors',
  discriminator: '-discriminator.safetensors',
  layersModel: '-tfjs.zip',
  samples: '-samples.png',
  history: '-history.csv',
} as const;
export type ExportId = keyof typeof EXPORTS;

/** What became of a file: saved, or given up by the person who was asked where to. */
export interface ExportOutcome {
  id: ExportId;
  saved: boolean;
  name: string;
  bytes: number;
}

/** What is being written, the size that samples are written at, what came of the last file, and what went wrong last. */
export interface ExportState {
  busy: ExportId | null;
  scale: SampleScale;
  outcome: ExportOutcome | null;
  problem: Message | null;
}

/** The language of the moment, and what a data set is called in any. */
export interface Said {
  language: Language;
  dataName: (id: string, language: Language) => string;
}

/** A file that is ready to be saved. */
export interface NamedFile {
  name: string;
  blob: Blob;
}

/** What the exporter needs from the page. */
export interface ExporterParts {
  client: WorkerClient;
  session: Pick<Session, 'store' | 'latents'>;
}

/** Makes files of the model in view. */
export class Exporter {
  readonly store = createStore<ExportState>()(() => ({ busy: null, scale: 4, outcome: null, problem: null }));
  readonly #client: WorkerClient;
  readonly #session: ExporterParts['session'];

  constructor({ client, session }: ExporterParts) {
    this.#client = client;
    this.#session = session;
  }

  /** Tells what became of a file that was handed out. */
  close(id: ExportId, { name, blob }: NamedFile, saved: boolean): void {
    this.store.setState({ outcome: { id, saved, name, bytes: blob.size } });
  }

  /** Tells what went wrong when a file was to be saved. */
  tell(problem: Message): void {
    this.store.setState({ problem });
  }

  /**
   * A file of the model in view; null where there is no model or, with a word about it, where that failed. `said` has the
   * language of the moment and what the data set is called in each.
   */
  async make(id: ExportId, said: Said): Promise<NamedFile | null> {
    const model = modelInView(this.#session.store.getState());
    if (!model || this.store.getState().busy !== null) return null;
    const name = fileName(model.dataId, this.#step(model), id);
    this.store.setState({ busy: id, outcome: null, problem: null });
    try {
      const { bytes, type } = await this.#ask(model, id, said);
      return { name, blob: new Blob([bytes], { type }) };
    } catch (error) {
      this.store.setState({ problem: messageOf(error) });
      return null;
    } finally {
      this.store.setState({ busy: null });
    }
  }

  async #ask(model: RunSummary, id: ExportId, said: Said): Promise<ExportedFile> {
    if (id === 'project') {
      const { pins } = this.#session.latents.getState();
      const { bytes } = await this.#client.request('exportRun', { run: model.id, pins });
      return { bytes, type: 'application/zip' };
    }
    return this.#client.request('exportModel', { model: { run: model.id }, wish: this.#wish(model, id, said) });
  }

  #wish(model: RunSummary, id: Exclude<ExportId, 'project'>, said: Said): ExportWish {
    switch (id) {
      case 'page': {
        const { z } = this.#session.latents.getState();
        return { kind: 'page', content: this.#pageContent(model, said), z };
      }
      case 'generator':
      case 'discriminator':
        return { kind: 'pytorch', network: id };
      case 'layersModel':
      case 'history':
        return { kind: id };
      case 'samples':
        return { kind: 'samples', scale: this.store.getState().scale };
      default:
        return id satisfies never;
    }
  }

  #pageContent(model: RunSummary, { language, dataName }: Said): PageContent {
    const { pins } = this.#session.latents.getState();
    const step = this.#step(model);
    return {
      pins: pins.filter((pin) => fits(pin, model.config.zSize)).map(({ name: called, z }) => ({ name: called, z })),
      texts: Object.fromEntries(LANGUAGES.map((spoken) => [spoken, pageTexts(spoken, dataName(model.dataId, spoken), step, model.config.zSize)])),
      language,
    };
  }

  #step(model: RunSummary): number {
    const { run, step } = this.#session.store.getState();
    return run?.id === model.id ? step : model.step;
  }
}

function pageTexts(language: Language, data: string, step: number, count: number): PageTexts {
  const other = LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length]!;
  return {
    title: translate(language, 'page.title', { data }),
    facts: translate(language, 'page.facts', { data, step }),
    explanation: translate(language, 'page.explanation'),
    picture: translate(language, 'page.picture'),
    another: translate(language, 'page.another'),
    reset: translate(language, 'page.reset'),
    sliders: translate(language, 'page.sliders'),
    all: translate(language, 'page.all', { count }),
    pins: translate(language, 'page.pins'),
    otherLanguage: LANGUAGE_NAMES[other],
  };
}

/** The name of an exported file: the data set, the step and what it is, in letters that every system takes. */
export function fileName(dataId: string, step: number, id: ExportId): string {
  const data = dataId.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'model';
  return `${data}-step-${step}${EXPORTS[id]}`;
}
