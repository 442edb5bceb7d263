import { dataEn } from './data.en';
import { exploreEn } from './explore.en';
import { glossaryEn } from './glossary.en';
import { inspectEn } from './inspect.en';
import { labEn } from './lab.en';
import { measureEn } from './measure.en';
import type { RequiredKey } from './keys';
import { messagesEn } from './messages.en';
import { runsEn } from './runs.en';
import { shareEn } from './share.en';
import { shellEn } from './shell.en';
import { trainEn } from './train.en';

/** Every text of the page in English; `{name}` marks a value that is filled in. */
export const en = {
  ...dataEn,
  ...exploreEn,
  ...inspectEn,
  ...labEn,
  ...glossaryEn,
  ...measureEn,
  ...messagesEn,
  ...runsEn,
  ...shareEn,
  ...shellEn,
  ...trainEn,
} as const satisfies Record<RequiredKey, string> & Record<string, string>;
