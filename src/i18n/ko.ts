import { dataKo } from './data.ko';
import { exploreKo } from './explore.ko';
import { glossaryKo } from './glossary.ko';
import { inspectKo } from './inspect.ko';
import { labKo } from './lab.ko';
import { measureKo } from './measure.ko';
import { messagesKo } from './messages.ko';
import { runsKo } from './runs.ko';
import { shareKo } from './share.ko';
import { shellKo } from './shell.ko';
import { trainKo } from './train.ko';
import type { TextKey } from './text';

/** Every text of the page in Korean. */
export const ko: Record<TextKey, string> = {
  ...dataKo,
  ...exploreKo,
  ...inspectKo,
  ...labKo,
  ...glossaryKo,
  ...measureKo,
  ...messagesKo,
  ...runsKo,
  ...shareKo,
  ...shellKo,
  ...trainKo,
};
