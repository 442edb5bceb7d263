import { Copy, Plus, Trash } from 'lucide-react';
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { CONTROL_GROUPS } from '../../actions/controls';
import { copyText, currentUrl } from '../../actions/share';
import { lessons, session } from '../../state/app';
import { RULES } from '../../state/lesson';
import type { Lesson } from '../../state/lesson';
import { Button, IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import styles from './lesson-editor.module.css';
import { LessonText } from './lesson-text';

/** Where a teacher writes a lesson: its texts, what it hides and locks, and how a learner will see it. */
export function LessonEditor() {
  const { t } = useTexts();
  const draft = useStore(lessons.store, (state) => state.draft);
  const [at, setAt] = useState(0);
  return (
    <>
      <p className={styles.intro}>{t('lesson.intro')}</p>
      <div className={styles.columns}>
        <div className={styles.fields}>
          <TitleAndText draft={draft} />
          <Steps steps={draft.steps} />
          <Rules draft={draft} />
        </div>
        <section className={styles.preview} aria-label={t('lesson.preview')}>
          <p className={styles.caption}>{t('lesson.preview')}</p>
          <h3 className={styles.title}>{draft.title || t('lesson.name')}</h3>
          <LessonText lesson={draft} at={Math.min(at, draft.steps.length)} onGo={setAt} />
        </section>
      </div>
      <Finish draft={draft} />
    </>
  );
}

function TitleAndText({ draft: { title, text } }: { draft: Lesson }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <>
      <div className={styles.field}>
        <label htmlFor={`${id}-title`}>{t('lesson.title')}</label>
        <input
          id={`${id}-title`}
          className={styles.input}
          value={title}
          onChange={(event) => lessons.write({ title: event.target.value })}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}-text`}>{t('lesson.text')}</label>
        <textarea
          id={`${id}-text`}
          className={styles.input}
          rows={6}
          value={text}
          onChange={(event) => lessons.write({ text: event.target.value })}
        />
      </div>
    </>
  );
}

function Steps({ steps }: Pick<Lesson, 'steps'>) {
  const { t } = useTexts();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('lesson.steps')}</legend>
      {steps.map((step, n) => (
        // A step has no name but its place.
        <div key={n} className={styles.step}>
          <textarea
            className={styles.input}
            rows={2}
            aria-label={t('lesson.stepN', { n: n + 1 })}
            value={step}
            onChange={(event) => lessons.write({ steps: steps.with(n, event.target.value) })}
          />
          <IconButton
            icon={Trash}
            label={t('lesson.removeStep', { n: n + 1 })}
            onClick={() => lessons.write({ steps: steps.toSpliced(n, 1) })}
          />
        </div>
      ))}
      <Button icon={Plus} className={styles.add} onClick={() => lessons.write({ steps: [...steps, ''] })}>
        {t('lesson.addStep')}
      </Button>
    </fieldset>
  );
}

function Rules({ draft: { rules } }: { draft: Lesson }) {
  const { t } = useTexts();
  const options = [
    { value: 'free', text: t('lesson.rule.free') },
    ...RULES.map((rule) => ({ value: rule as string, text: t(`lesson.rule.${rule}`) })),
  ];
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('lesson.rules')}</legend>
      {CONTROL_GROUPS.map(({ titleKey, controls }) => {
        const ruled = controls.filter(({ id }) => rules[id]).length;
        return (
          <details key={titleKey} className={styles.details}>
            <summary>
              {t(titleKey)} {ruled > 0 && <span className={styles.count}>{t('lesson.ruled', { count: ruled })}</span>}
            </summary>
            <ul>
              {controls.map(({ id, labelKey }) => (
                <li key={id} className={styles.rule} data-ruled={rules[id]}>
                  <span>{t(labelKey)}</span>
                  <Select
                    quiet
                    aria-label={t(labelKey)}
                    value={rules[id] ?? 'free'}
                    options={options}
                    onPick={(word) => lessons.rule(id, RULES.find((rule) => rule === word) ?? null)}
                  />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </fieldset>
  );
}

function Finish({ draft }: { draft: Lesson }) {
  const { t, language } = useTexts();
  const [copied, setCopied] = useState<string | null>(null);
  const address = currentUrl(session, language, draft);
  const copy = async () => {
    if (address) setCopied((await copyText(address.href)) ? address.href : null);
  };
  const said = address === null ? 'share.tooLong' : copied === address.href ? 'lesson.copied' : 'lesson.manual';
  return (
    <div className={styles.finish}>
      <output className={styles.said}>{t(said)}</output>
      {address && <p className={styles.address}>{address.href}</p>}
      <div className={styles.buttons}>
        <Button tone="strong" icon={Copy} inactive={address === null} onClick={() => void copy()}>
          {t('lesson.copy')}
        </Button>
        <Button onClick={() => lessons.try()}>{t('lesson.try')}</Button>
        <Button tone="quiet" onClick={() => lessons.beginAnew()}>
          {t('lesson.anew')}
        </Button>
      </div>
    </div>
  );
}
