import { Check, ChevronLeft } from 'lucide-react';
import type { Lesson } from '../../state/lesson';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { lessonSections } from './lesson-sections';
import styles from './lesson-text.module.css';
import { Markdown } from './markdown';

interface LessonTextProps {
  lesson: Lesson;
  /** The step that the learner is at. */
  at: number;
  onGo: (step: number) => void;
}

/** A lesson as a learner reads it: the text, its steps one after the other, and folded what is read after them. */
export function LessonText({ lesson: { text, steps }, at, onGo }: LessonTextProps) {
  const { t } = useTexts();
  const count = steps.length;
  const { intro, after } = lessonSections(text);
  return (
    <>
      {intro !== '' && <Markdown text={intro} />}
      {count > 0 && (
        <section className={styles.steps} aria-label={t('lesson.steps')}>
          <p className={styles.progress}>
            <span>{at < count ? t('lesson.stepOf', { n: at + 1, count }) : t('lesson.done')}</span>
            <progress className={styles.track} max={count} value={at} aria-label={t('lesson.progress')} />
          </p>
          <ol className={styles.list}>
            {steps.map((step, n) => (
              // A step has no name but its place.
              <li key={n} className={styles.step} aria-current={n === at ? 'step' : undefined} data-done={n < at || undefined}>
                <span className={styles.mark}>
                  {n < at ? <Check size={14} aria-label={t('lesson.stepDone')} /> : n + 1}
                </span>
                {n === at ? <Markdown text={step} /> : <p className={styles.other}>{firstLine(step)}</p>}
              </li>
            ))}
          </ol>
          <div className={styles.buttons}>
            {at < count && (
              <Button tone="strong" onClick={() => onGo(at + 1)}>
                {t(at === count - 1 ? 'lesson.finish' : 'lesson.next')}
              </Button>
            )}
            <Button tone="quiet" icon={ChevronLeft} inactive={at === 0} onClick={() => onGo(at - 1)}>
              {t('lesson.back')}
            </Button>
          </div>
        </section>
      )}
      {after.length > 0 && (
        <div className={styles.after}>
          {after.map(({ title, text: folded }, n) => (
            // Like a step, known by its place.
            <details key={n}>
              <summary>{title}</summary>
              <Markdown text={folded} />
            </details>
          ))}
        </div>
      )}
    </>
  );
}

/** What a step is about, without its marks. */
function firstLine(step: string): string {
  return (step.trim().split('\n')[0] ?? '').replaceAll(/[*_`#>]/g, '').trim();
}
