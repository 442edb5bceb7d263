import type { NetworkName } from './architecture';

/** The texts of a generator's page in one language. */
export interface PageTexts {
  title: string;
  facts: string;
  explanation: string;
  /** What the picture is, for those who do not see it. */
  picture: string;
  another: string;
  reset: string;
  sliders: string;
  all: string;
  pins: string;
  /** The name of the other language, in that language. */
  otherLanguage: string;
}

/** What a generator's page says and offers beside the model; `language` is one of the keys of `texts`. */
export interface PageContent {
  pins: readonly { name: string; z: Float32Array }[];
  texts: Readonly<Record<string, PageTexts>>;
  language: string;
}

/** How many times as large as they are samples can be written. */
export const SAMPLE_SCALES = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type SampleScale = (typeof SAMPLE_SCALES)[number];

/**
 * What can be made of a model: its generator as a page that shows `z` first, one network's weights for PyTorch, both
 * networks as tfjs layers models, its samples as a picture, its history as a table.
 */
export type ExportWish =
  | { kind: 'page'; content: PageContent; z: Float32Array }
  | { kind: 'pytorch'; network: NetworkName }
  | { kind: 'layersModel' }
  | { kind: 'samples'; scale: SampleScale }
  | { kind: 'history' };

/** A file to be saved, by what it holds and its media type. */
export interface ExportedFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}
