import { useMemo } from 'react';
import { parseDataId } from '../../core/data-id';
import { isOwnId } from '../../core/own-images';
import { isTextKey } from '../../i18n/text';
import type { TextKey } from '../../i18n/text';
import { session } from '../../state/app';
import type { AppState } from '../../state/store';
import { useApp, useTexts } from './hooks';

/** Classes that a data set's name lists; of more it says how many. */
const NAMED_CLASSES = 3;

type Translate = (key: TextKey, params?: Record<string, string | number>) => string;

/**
 * A data set's name: that of the dictionaries, else the one that the person gave it, else what the file of the model in
 * view calls it, else its id, or that it is the person's own; with its classes.
 */
export function dataName(id: string, t: Translate): string {
  const { set, classes } = parseDataId(id);
  const state = session.store.getState();
  const key = `data.name.${set}`;
  const { viewed } = state;
  const fromFile = viewed && parseDataId(viewed.run.dataId).set === set ? viewed.dataName : '';
  const name = isTextKey(key) ? t(key) : (state.ownNames[set] ?? (fromFile || (isOwnId(set) ? t('own.unnamed') : set)));
  if (!classes) return name;
  const names = classNamesIn(state, set);
  const list = classes.map((index) => className(set, index, names[index] ?? String(index), t)).join(', ');
  return classes.length <= NAMED_CLASSES ? `${name} (${list})` : t('data.nameClasses', { name, count: classes.length });
}

/** A class's name: that of the dictionaries, else the one that the data set gives it. */
export function className(set: string, index: number, name: string, t: Translate): string {
  const key = `class.${set}.${index}`;
  return isTextKey(key) ? t(key) : name;
}

/** The names of all classes of a data set, in the person's language, as far as they are known yet. */
export function useClassNames(dataId: string): readonly string[] {
  const { t } = useTexts();
  const { set } = parseDataId(dataId);
  const names = useApp((state) => classNamesIn(state, set));
  return useMemo(() => names.map((name, index) => className(set, index, name, t)), [set, names, t]);
}

const NONE: readonly string[] = [];

function classNamesIn({ builtIn, data }: AppState, set: string): readonly string[] {
  const known = builtIn.find(({ id }) => id === set)?.classNames;
  return known ?? (data && parseDataId(data.id).set === set ? data.classNames : NONE);
}
