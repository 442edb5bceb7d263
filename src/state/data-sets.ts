import { createStore } from 'zustand/vanilla';
import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import { parseDataId } from '../core/data-id';
import { isOwnId } from '../core/own-images';
import type { DropMode, FitMode, GivenFile, ImportOptions } from '../core/own-images';
import type { WorkerClient } from '../worker/client';
import type { DataStatistics, ImportReport, LoadedData, OwnSetList, OwnSetSummary } from '../worker/protocol';
import { messageOf, notify } from './notices';
import type { Session } from './session';
import { dataInView, modelInView } from './store';
import { Slot } from './slot';

/** How the next files are imported; a size of null follows the model that is set. */
export interface ImportChoices {
  size: number | null;
  channels: ImportOptions['channels'];
  fit: FitMode;
  /** As a colour field writes it: `#rrggbb`. */
  background: string;
}

/** A picture that a person has drawn, taken or pasted, until a set is made of them. */
export interface TrayPicture {
  id: number;
  file: Blob;
  url: string;
}

/** How far an import is; `leftMs` is null until that can be told. */
export interface ImportStatus {
  done: number;
  total: number;
  leftMs: number | null;
}

/** What the Data view knows beyond the run. */
export interface DataSetsState {
  choices: ImportChoices;
  status: ImportStatus | null;
  report: ImportReport | null;
  list: OwnSetList | null;
  tray: readonly TrayPicture[];
  statistics: DataStatistics | null;
  /** The class that is shown alone, or null for all. */
  label: number | null;
}

/** What `DataSets` needs from its surroundings. */
export interface DataSetsParts {
  client: WorkerClient;
  session: Pick<Session, 'store' | 'setSetting' | 'chooseData' | 'newRun'>;
  now: () => number;
  /** Gives a picture an address on the page, and takes it back. */
  addressOf: (file: Blob) => string;
  release: (url: string) => void;
  /** Asks the browser not to clear what is kept; it may decline. */
  persist: () => Promise<unknown>;
}

/** The most pictures of one class that are shown. */
const SHOWN = 64;

/** What a person does with data sets: bringing images, keeping sets, looking at what is in them. */
export class DataSets {
  readonly store = createStore<DataSetsState>()(() => ({
    choices: { size: null, channels: 'auto', fit: 'crop', background: '#ffffff' },
    status: null,
    report: null,
    list: null,
    tray: [],
    statistics: null,
    label: null,
  }));
  /** The training images of the class that is shown alone. */
  readonly shown = new Slot<Images | null>(null);
  readonly #parts: DataSetsParts;
  #startedAt: number | null = null;
  #made = 0;
  #statisticsOf = '';
  readonly #keptTrained = new Set<string>();
  /** Imports so far: of several at once the last is shown. */
  #imports = 0;

  constructor(parts: DataSetsParts) {
    this.#parts = parts;
    parts.client.subscribe((event) => {
      if (event.type === 'progress' && event.job === 'import') this.#follow(event.done, event.total);
    });
    parts.session.store.subscribe(({ run, step }) => {
      if (run && step > 0) this.#keepTrained(run.dataId);
    });
  }

  /** A run that is kept needs its images to go on: a set that is trained on is kept with it, which is tried once. */
  #keepTrained(dataId: string): void {
    const id = parseDataId(dataId).set;
    const set = this.store.getState().list?.sets.find((one) => one.id === id);
    if (!set || set.kept || this.#keptTrained.has(id)) return;
    this.#keptTrained.add(id);
    void this.keep(id);
  }

  /**
   * Makes a data set of files and chooses it for the next run; where none can be read the present one stays. Answers
   * whether there is a set. Collecting the files of a large folder takes its time, which is shown as part of the import.
   */
  async importFiles(collecting: Promise<readonly GivenFile[]>, nameOf: (files: readonly GivenFile[]) => string): Promise<boolean> {
    const turn = ++this.#imports;
    this.store.setState({ status: { done: 0, total: 0, leftMs: null }, report: null });
    try {
      const files = await collecting;
      // Meanwhile it may have been cancelled, or other files given.
      if (files.length === 0 || turn !== this.#imports) return false;
      return await this.#import(files, nameOf(files));
    } finally {
      if (turn === this.#imports) this.store.setState({ status: null });
    }
  }

  async #import(files: readonly GivenFile[], name: string): Promise<boolean> {
    const { choices } = this.store.getState();
    const { imageSize } = this.#parts.session.store.getState().draft.config;
    this.#startedAt = null;
    let made = false;
    await this.#try(async () => {
      const report = await this.#parts.client.request('importData', {
        files,
        options: {
          name,
          size: choices.size ?? imageSize,
          channels: choices.channels,
          fit: choices.fit,
          background: colourOf(choices.background),
        },
      });
      // Null is the answer to an import that was cancelled, or displaced by a newer one.
      if (!report) return;
      this.store.setState({ report });
      if (!report.set) return this.#tell({ code: 'importNothing', params: { count: report.files } });
      made = true;
      await this.refresh();
      this.use(report.set);
    });
    return made;
  }

  cancel(): void {
    this.#imports++;
    this.store.setState({ status: null });
    void this.#try(() => this.#parts.client.request('cancel', { job: 'import' }));
  }

  /** Chooses a set of one's own, at the size and with the channels that it was made for. */
  use({ id, size, channels }: OwnSetSummary): void {
    const { session } = this.#parts;
    const { config } = session.store.getState().draft;
    const size_ = ([16, 32, 64, 128] as const).find((option) => option === size);
    if (size_ !== undefined && config.imageSize !== size_) session.setSetting('imageSize', size_);
    if (config.channels !== channels) session.setSetting('channels', channels);
    session.chooseData(id);
  }

  choose(change: Partial<ImportChoices>): void {
    this.store.setState(({ choices }) => ({ choices: { ...choices, ...change } }));
  }

  /** Reads the list of one's own sets, and the room there is. */
  async refresh(): Promise<void> {
    await this.#try(async () => this.#show(await this.#parts.client.request('ownSets', {})));
  }

  async keep(id: string): Promise<void> {
    await this.#try(async () => {
      this.#show(await this.#parts.client.request('keepOwnSet', { id }));
      await this.#parts.persist();
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#try(async () => this.#show(await this.#parts.client.request('renameOwnSet', { id, name })));
  }

  /** Forgets a set; the run that trains on it goes on as long as its images are in memory. */
  async remove(id: string): Promise<void> {
    await this.#try(async () => this.#show(await this.#parts.client.request('deleteOwnSet', { id })));
    const { session } = this.#parts;
    const { draft, dataIds } = session.store.getState();
    if (draft.dataId === id && dataIds[0] !== undefined) session.chooseData(dataIds[0]);
  }

  /** Chooses what is left out of a set, and makes an untrained run on it anew. */
  async drop(id: string, drop: DropMode): Promise<void> {
    await this.#try(async () => {
      this.#show(await this.#parts.client.request('dropDuplicates', { id, drop }));
      const { draft, step } = this.#parts.session.store.getState();
      if (draft.dataId === id && step === 0) await this.#parts.session.newRun();
      this.#statisticsOf = '';
    });
  }

  /** The set as an `.npz` file; null where that failed. */
  async export(id: string): Promise<Blob | null> {
    let exported: Blob | null = null;
    await this.#try(async () => {
      exported = (await this.#parts.client.request('exportOwnSet', { id })).file;
    });
    return exported;
  }

  addToTray(file: Blob): void {
    const picture = { id: ++this.#made, file, url: this.#parts.addressOf(file) };
    this.store.setState(({ tray }) => ({ tray: [...tray, picture] }));
  }

  removeFromTray(id: number): void {
    const { tray } = this.store.getState();
    for (const picture of tray) if (picture.id === id) this.#parts.release(picture.url);
    this.store.setState({ tray: tray.filter((picture) => picture.id !== id) });
  }

  /** Makes a set of the pictures in the tray, which is empty then; they stay where no set came of them. */
  async importTray(name: string): Promise<void> {
    const { tray } = this.store.getState();
    const files = tray.map(({ id, file }) => ({ path: `${id}.png`, file }));
    const made = await this.importFiles(Promise.resolve(files), () => name);
    if (made) for (const { id } of tray) this.removeFromTray(id);
  }

  /** Reads what all loaded images have in common, unless it was read for as many of them before. */
  async readStatistics(): Promise<void> {
    const loaded = this.#loaded();
    const data = dataInView(this.#parts.session.store.getState());
    if (!loaded || !data) return;
    const of = `${loaded.id}/${loaded.imageSize}/${loaded.channels}/${data.loaded}`;
    if (of === this.#statisticsOf) return;
    const sameSet = this.#statisticsOf.startsWith(`${loaded.id}/`);
    this.#statisticsOf = of;
    if (!sameSet) this.store.setState({ statistics: null, label: null });
    await this.#try(async () => {
      const statistics = await this.#parts.client.request('dataStatistics', loaded);
      if (this.#statisticsOf === of) this.store.setState({ statistics });
    });
  }

  /** Shows the images of one class alone, or those of all. */
  async showClass(label: number | null): Promise<void> {
    this.store.setState({ label });
    const loaded = this.#loaded();
    if (label === null || !loaded) return this.shown.set(null);
    await this.#try(async () => {
      const asked = { ...loaded, label, first: 0, count: SHOWN };
      const { images } = await this.#parts.client.request('dataImages', asked);
      if (this.store.getState().label === label) this.shown.set(images);
    });
  }

  #loaded(): LoadedData | null {
    const run = modelInView(this.#parts.session.store.getState());
    return run && { id: run.dataId, imageSize: run.config.imageSize, channels: run.config.channels };
  }

  #show(list: OwnSetList): void {
    const { store } = this.#parts.session;
    this.store.setState({ list });
    // One's own sets stand beside those built in wherever a data set is chosen.
    store.setState(({ dataIds }) => ({
      dataIds: [...dataIds.filter((id) => !isOwnId(id)), ...list.sets.map(({ id }) => id)],
      ownNames: Object.fromEntries(list.sets.map(({ id, name }) => [id, name])),
    }));
  }

  #follow(done: number, total: number): void {
    const { status } = this.store.getState();
    if (!status) return;
    const now = this.#parts.now();
    this.#startedAt ??= now;
    const elapsed = now - this.#startedAt;
    const leftMs = done > 0 && elapsed > 0 ? (elapsed / done) * (total - done) : null;
    this.store.setState({ status: { done, total, leftMs } });
  }

  async #try(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#tell(messageOf(error));
    }
  }

  #tell(message: Message): void {
    notify(this.#parts.session.store, [message]);
  }
}

/** A `#rrggbb` colour as three numbers. */
export function colourOf(text: string): [number, number, number] {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
