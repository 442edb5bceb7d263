/**
 * What can go wrong or needs saying, as a value: `code` picks the sentence in the dictionaries, `params` fill it.
 * `detail` is technical text for a bug report, never the sentence itself.
 */
export interface Message {
  code: MessageCode;
  params?: Record<string, string | number>;
  detail?: string;
}

/** Why a project file is not opened. */
export const FILE_REFUSALS = [
  'fileNotProject',
  'fileVersion',
  'fileTensorShape',
  'fileTensorMissing',
  'fileCut',
  'fileDamaged',
  'filePartMissing',
  'fileTooLarge',
  'fileSetting',
  'fileTensorUnknown',
  'fileTensorValue',
] as const;

/** Every message a person can meet; each has a sentence under `message.CODE` in every language. */
export const MESSAGE_CODES = [
  // config
  'settingUnknown',
  'settingNotNumber',
  'settingNotInteger',
  'settingRange',
  'settingChoice',
  'settingSwitch',
  'sizeNotDoubling',
  'kernelBelowStride',
  'hingeSmoothing',
  'batchOverData',
  'batchLowered',
  'presetUnknown',
  'dataUnknown',
  'classUnknown',
  'classesEmpty',
  'languageUnknown',
  'stepUnknown',
  'dataNotLoaded',
  // backend
  'backendUnknown',
  'backendUnavailable',
  'noWebGpuApi',
  'noAdapter',
  'noWebGl',
  'noWasm',
  'softwareAdapter',
  'deviceFailed',
  'deviceLost',
  'gpuError',
  'outOfMemory',
  'workerCrashed',
  'kernelSelfTestFailed',
  'planNotCovered',
  // data
  'dataShardFailed',
  'dataEmpty',
  'dataTooFew',
  'dataAbsent',
  'dataChanged',
  'dataGone',
  // training
  'notFinite',
  'runUnknown',
  'runLimit',
  'layerUnknown',
  'boxesWhole',
  // files
  ...FILE_REFUSALS,
  'fileNotWritten',
  'exportNotFinite',
  // links
  'linkTooLong',
  'linkDamaged',
  'linkVersion',
  'linkPart',
  // latents
  'latentNotNumbers',
  'latentLength',
  'pinsNotRead',
  'pinsTooMany',
  'clipboardRefused',
  'directionEnds',
  'directionNone',
  'videoUnsupported',
  'pictureNotRead',
  // one's own images
  'fileNotZip',
  'importNothing',
  'importSampled',
  'importFew',
  'ownUnknown',
  'ownQuota',
  'ownBusy',
  'ownStorage',
  'ownNameEmpty',
  'ownTooLargeToExport',
  // measuring
  'noClassifier',
  'measureSamples',
  'representLabels',
  'readyUnreachable',
  'stepsRaised',
  'resetKept',
  // kept runs and recovery
  'keepStorage',
  'keepQuota',
  'keptUnknown',
  'runElsewhere',
  'runRestored',
  'lossesRepeated',
  'beganInScores',
  'beganInPictures',
  'beganInLoss',
  'beganInGradients',
  'beganInUpdate',
  'beganInLayerWeights',
  'beganInLayerOutputs',
  'beganInLayerGradients',
  'beganOutside',
  'keepNotFinite',
  // anything else is a bug
  'unexpected',
] as const;
export type MessageCode = (typeof MESSAGE_CODES)[number];

/** A value, or the message that says why there is none. */
export type Result<T> = { ok: true; value: T } | { ok: false; message: Message };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (code: MessageCode, params?: Message['params'], detail?: string): Result<never> => ({
  ok: false,
  message: { code, params, detail },
});

/** The value of a result, or its message thrown. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, params, detail } = result.message;
  throw new MessageError(code, params, detail);
}

/** Carries a message through code that throws; caught at the worker's edge and sent as the message. */
export class MessageError extends Error {
  readonly userMessage: Message;
  constructor(code: MessageCode, params?: Message['params'], detail?: string) {
    super(detail ? `${code}: ${detail}` : code);
    this.userMessage = { code, params, detail };
  }
}
