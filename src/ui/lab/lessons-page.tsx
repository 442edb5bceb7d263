import { ArrowRight, Flag, GraduationCap, Link, Printer } from 'lucide-react';
import { useState } from 'react';
import type { TermHome } from '../../core/glossary';
import { LESSON_IDS, LESSONS } from '../../core/lessons';
import type { Lesson, LessonId } from '../../core/lessons';
import { session } from '../../state/app';
import { placeOf, showHome } from '../../state/lab-page';
import type { Lesson as SharedLesson } from '../../state/lesson';
import { homeName, lessonOfPlan, PLAN_PARTS, planItems } from '../../state/lesson-plan';
import { goToStop } from '../../state/tour';
import { shareUrl } from '../../state/url';
import { Button } from '../common/button';
import { Explained } from '../common/explained';
import { useApp, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { useTeachingNumbers } from '../common/teaching-numbers';
import styles from './lessons-page.module.css';
import prose from './prose.module.css';

/** The guided tour, and the lesson plans, one at a time and printable. */
export function LessonsPage() {
  const { t } = useTexts();
  const numbers = useTeachingNumbers();
  const [id, setId] = useState<LessonId>('firstLook');
  return (
    <article className={prose.article}>
      <section className={`${prose.section} ${styles.tour}`}>
        <h2>{t('lab.tour.title')}</h2>
        <p className={prose.lead}>{t('lab.tour.intro', numbers)}</p>
        <Button icon={Flag} tone="strong" className={styles.start} onClick={() => goToStop(session, 0)}>
          {t('lab.tour.start')}
        </Button>
      </section>
      <section className={prose.section}>
        <h2 className={styles.screen}>{t('lab.lessons.title')}</h2>
        <p className={`${prose.lead} ${styles.screen}`}>{t('lab.lessons.intro')}</p>
        <div className={`${styles.bar} ${styles.screen}`}>
          <Select
            aria-label={t('lab.lessons.title')}
            value={id}
            options={LESSON_IDS.map((each) => ({ value: each, text: t(`lab.lesson.${each}.title`) }))}
            onPick={setId}
          />
          <Hand id={id} />
          <Button tone="quiet" icon={Printer} onClick={() => print()}>
            {t('lab.lessons.print')}
          </Button>
        </div>
        <Plan id={id} />
      </section>
    </article>
  );
}

/** A lesson put in force here, or sent to others. */
function Hand({ id }: { id: LessonId }) {
  const { t, language } = useTexts();
  const lesson = lessonOfPlan(id, language, useTeachingNumbers());
  const [home] = LESSONS[id].homes;
  const link = useLessonLink(lesson, home);
  return (
    <>
      <Button icon={GraduationCap} onClick={() => begin(lesson, home)}>
        {t('lab.lessons.begin')}
      </Button>
      {link !== undefined && (
        <a className={styles.link} href={link} data-testid="lesson-link">
          <Link size={16} aria-hidden />
          {t('lab.lessons.link')}
        </a>
      )}
    </>
  );
}

function Plan({ id }: { id: LessonId }) {
  const { t, language } = useTexts();
  const numbers = useTeachingNumbers();
  const { minutes, homes }: Lesson = LESSONS[id];
  return (
    <section className={styles.plan} data-testid="lesson">
      <h3>
        {t(`lab.lesson.${id}.title`)} <span>{t('lab.lessons.minutes', { n: minutes })}</span>
      </h3>
      {PLAN_PARTS.map((part) => {
        const List = part === 'steps' || part === 'questions' ? 'ol' : 'ul';
        return (
          <section key={part}>
            <h4>{t(`lab.lessons.${part}`)}</h4>
            <List>
              {planItems(id, part, language, numbers).map((item) => (
                <li key={item}>
                  <Explained text={item} />
                </li>
              ))}
            </List>
          </section>
        );
      })}
      <section>
        <h4>{t('lab.lessons.where')}</h4>
        <p className={styles.printed}>{homes.map((home) => homeName(home, language)).join(' · ')}</p>
        <div className={`${styles.bar} ${styles.screen}`}>
          {homes.map((home) => (
            <Button key={home} tone="quiet" icon={ArrowRight} onClick={() => showHome(session, { home })}>
              {homeName(home, language)}
            </Button>
          ))}
        </div>
      </section>
      <p className={styles.printed}>
        {t('app.name')} · {location.origin}
        {location.pathname}
      </p>
    </section>
  );
}

/** Puts a lesson in force, and goes to where it is held. */
function begin(lesson: SharedLesson, home: TermHome): void {
  session.store.setState({ lesson });
  showHome(session, { home });
}

/** The address that opens the page with a lesson in force, where it is held. */
function useLessonLink(lesson: SharedLesson, home: TermHome): string | undefined {
  const { language } = useTexts();
  const draft = useApp((state) => state.draft);
  const { view, page } = placeOf(home);
  return shareUrl(location.href, { draft, language, view, page, layer: null, pins: [], lesson })?.href;
}
