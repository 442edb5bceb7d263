/** The texts of kept runs, the timeline and recovery in English. */
export const runsEn = {
  'message.keepStorage':
    'This browser keeps nothing for the page here, as in a private window. Training goes on; save the run as a file to have it later.',
  'message.keepQuota':
    'The browser’s storage is full: {used} of {quota} MB are taken. Training goes on, but nothing more of it is kept. Delete kept runs, or save this one as a file.',
  'message.keptUnknown': 'The checkpoint of step {step} is not kept any more.',
  'message.runElsewhere':
    'This run is open in another tab. Here it goes on as a copy, so that the two do not overwrite each other.',
  'message.runRestored': 'What computes was started anew, and the run goes on from step {step}.',
  'message.lossesRepeated':
    'What computes has failed {count} times within a minute, so training has stopped. A smaller batch or another backend may hold.',
  'message.beganInScores': 'It began in {network}: its scores of real images were the first such values.',
  'message.beganInPictures': 'It began in G: its pictures were the first such values, and D could not score them.',
  'message.beganInLoss': 'It began in the loss of {network}: the scores behind it were still finite.',
  'message.beganInGradients': 'It began in the gradients of {network}: its loss was still finite.',
  'message.beganInUpdate': 'It began in D’s update: before it D could still score the same pictures.',
  'message.beganInLayerWeights': 'It began in layer {layer} of {network}: one of its weights was the first such value.',
  'message.beganInLayerOutputs':
    'It began in layer {layer} of {network}: what it passed on was the first such value, while its weights were still finite.',
  'message.beganInLayerGradients':
    'It began in layer {layer} of {network}: the gradients of its weights were the first such values, while the loss was still finite.',
  'message.beganOutside':
    'The same steps, made again from the last good one, stayed finite: so it came from outside of training, as from a fault of the GPU or its memory.',
  'message.dataAbsent':
    'This needs the data set “{data}” that the model was trained on, which is not in this browser. Bring the same images in under Data, at {size} × {size} pixels, channels: {channels}.',
  'message.dataChanged':
    'The data set “{data}” holds other images now than those that this run learnt from up to step {step}. It goes on with the new ones.',
  'message.dataGone':
    'The data set “{data}” was deleted while a run trained on it, so training has stopped. The run is kept. To train it on, bring the same images in again under Data, reload the page and continue.',
  'viewed.noData':
    'Its data set is not in this browser: it can be looked at, explored and exported, but not trained on.',
  'viewed.lookOnly': 'Until then it can be looked at, explored and exported, but not trained on.',
  'real.absent': 'The images that it learnt from are not here.',
  'message.keepNotFinite':
    'Step {step} cannot be saved: a value in layer {layer} is infinite or undefined. What was saved before stays.',

  'runs.title': 'Kept runs',
  'runs.open': 'Kept runs',
  'runs.empty': 'Nothing is kept yet. A run is kept by itself as soon as it is trained.',
  'runs.room': '{used} of {budget} taken in this browser',
  'runs.unavailable': 'This browser keeps nothing here.',
  'runs.thin':
    'Each run keeps its first, best and last checkpoint, the newest ones, and fewer of the older ones. Best is the one whose samples are nearest to the data by the sliced Wasserstein distance of 64 pictures.',
  'runs.current': 'now',
  'runs.name': 'Name of the run',
  'runs.saved': 'saved {time}',
  'runs.steps': 'step {step}',
  'runs.from': 'went on from step {step} of “{name}”',
  'runs.differs': 'differs in',
  'runs.same': 'the same settings',
  'runs.continue': 'Continue',
  'runs.look': 'Look at it',
  'runs.delete': 'Delete',
  'runs.deleteSure': 'Delete for good',
  'runs.file': 'Open a .dcgan file',
  'runs.fileHint': 'A file can also be dropped anywhere on the page.',
  'runs.save': 'Save as a file',
  'runs.compare': 'Compare “{name}”',
  'runs.compared': 'Side by side',
  'runs.compareHint': 'Choose several runs to see their curves and samples side by side, or one to see two of its points.',
  'runs.sameZ': 'Samples from the same z',
  'runs.ownZ': 'These runs take different kinds of z, so each shows its own samples.',
  'runs.curve': 'Curve',
  'runs.while': 'While training',
  'runs.hidden': 'When the tab is hidden',
  'runs.hidden.train': 'go on, at the pace the browser allows',
  'runs.hidden.pause': 'pause',
  'runs.awake': 'Keep the screen awake',
  'runs.awake.none': 'This browser cannot keep the screen awake.',

  'resume.offer': 'Continue where you were? “{name}” is at step {step}, saved {time}.',
  'resume.absent':
    'Your last run, “{name}”, is at step {step}, saved {time}. Its data set is not in this browser any more: it can be looked at, and trained on once the set is back.',
  'resume.yes': 'Continue',
  'lost.smallerBatch': 'Go on with batch {batch}',
  'lost.otherBackend': 'Go on with {backend}',
  'notFinite.lowerRate': 'Go on with half the learning rates',

  'timeline.label': 'Timeline: kept checkpoints and now',
  'timeline.now': 'now, step {step}',
  'timeline.at': 'step {step}',
  'timeline.seeing': 'seeing step {step}',
  'timeline.best': 'step {step}, the best so far',
  'timeline.gif': 'Save the timeline as GIF',
  'time.justNow': 'just now',
  'time.ago': '{time} ago',
} as const;
