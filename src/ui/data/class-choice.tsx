import { useId } from 'react';
import { formatDataId, parseDataId, toggleClass } from '../../core/data-id';
import { session } from '../../state/app';
import { ruleOf } from '../../state/lesson';
import { Button } from '../common/button';
import { useClassNames } from '../common/data-name';
import { useApp, useTexts } from '../common/hooks';
import styles from './class-list.module.css';

/** Which classes of the data set the networks are trained on; nothing chosen is all of them. */
export function ClassChoice() {
  const { t } = useTexts();
  const id = useId();
  const dataId = useApp((state) => state.draft.dataId);
  const names = useClassNames(dataId);
  const { set, classes } = parseDataId(dataId);
  // Whoever may not choose the set may not choose of it.
  const ruled = useApp((state) => ruleOf(state, 'picker:data') !== null);
  if (names.length < 2 || ruled) return null;
  const choose = (next: readonly number[] | null) => session.chooseData(formatDataId({ set, classes: next }));
  return (
    <div className={styles.choice}>
      <div className={styles.head}>
        <h3 id={id}>{t('data.trainOn')}</h3>
        {classes && (
          <Button tone="quiet" onClick={() => choose(null)}>
            {t('data.allClasses')}
          </Button>
        )}
      </div>
      <ul className={styles.classes} aria-labelledby={id}>
        {names.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              className={styles.class}
              aria-pressed={classes?.includes(index) ?? false}
              onClick={() => choose(toggleClass(classes, index, names.length))}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.note}>{classes ? t('data.someClasses', { count: classes.length }) : t('data.everyClass')}</p>
    </div>
  );
}
