import { ChevronDown, ChevronUp, GraduationCap, PanelRightClose } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { lessons } from '../../state/app';
import { lessonIn } from '../../state/lesson-plan';
import { Button, IconButton } from '../common/button';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { useTeachingNumbers } from '../common/teaching-numbers';
import styles from './lesson-sheet.module.css';
import { LessonText } from './lesson-text';

/** The lesson in force, beside what it is about; a strip of its own on a phone. */
export function LessonSheet({ className }: { className: string }) {
  const { t, language } = useTexts();
  const numbers = useTeachingNumbers();
  const phone = usePhone();
  const given = useApp((state) => state.lesson);
  const { at, shown } = useStore(lessons.store);
  const lesson = useMemo(() => given && lessonIn(language, given, numbers), [given, language, numbers]);
  if (!lesson) return null;
  const title = lesson.title || t('lesson.name');
  if (!shown && !phone)
    return (
      <aside className={`${className} ${styles.folded}`} aria-label={title}>
        <IconButton icon={GraduationCap} label={t('lesson.show')} onClick={() => lessons.setShown(true)} />
      </aside>
    );
  return (
    <aside className={`${className} ${styles.sheet}`} aria-label={title} data-testid="lesson-sheet">
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <IconButton
          icon={phone ? (shown ? ChevronUp : ChevronDown) : PanelRightClose}
          label={t(shown ? 'lesson.hide' : 'lesson.show')}
          onClick={() => lessons.setShown(!shown)}
        />
      </div>
      {shown && (
        <div className={styles.body}>
          <LessonText lesson={lesson} at={at} onGo={(step) => lessons.goTo(step)} />
          <div className={styles.end}>
            <Button tone="quiet" onClick={() => lessons.leave()}>
              {t('lesson.leave')}
            </Button>
          </div>
        </div>
      )}
    </aside>
  );
}
