import { ArrowRight, Flag, GraduationCap, Printer } from 'lucide-react';
import { useState } from 'react';
import type { TermHome } from '../../core/glossary';
import { LESSON_IDS, LESSONS } from '../../core/lessons';
import type { Lesson, LessonId } from '../../core/lessons';
import { isTextKey } from '../../i18n/text';
import { session } from '../../state/app';
import { showHome } from '../../state/lab-page';
import { goToStop } from '../../state/tour';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { Select } from '../common/select';
import styles from './lessons-page.module.css';
import prose from './prose.module.css';
import { useTeachingNumbers } from './teaching-numbers';

const PARTS = ['goals', 'steps', 'questions', 'observations'] as const;
type Part = (typeof PARTS)[number];

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
          <Button icon={Printer} onClick={() => print()}>
            {t('lab.lessons.print')}
          </Button>
        </div>
        <Plan id={id} />
      </section>
    </article>
  );
}

function Plan({ id }: { id: LessonId }) {
  const { t } = useTexts();
  const list = useParts(id);
  const { minutes, homes }: Lesson = LESSONS[id];
  return (
    <section className={styles.plan} data-testid="lesson">
      <h3>
        {t(`lab.lesson.${id}.title`)} <span>{t('lab.lessons.minutes', { n: minutes })}</span>
      </h3>
      {PARTS.map((part) => {
        const List = part === 'steps' || part === 'questions' ? 'ol' : 'ul';
        return (
          <section key={part}>
            <h4>{t(`lab.lessons.${part}`)}</h4>
            <List>
              {list(part).map((item) => (
                <li key={item}>{item}</li>
              ))}
            </List>
          </section>
        );
      })}
      <section className={styles.screen}>
        <h4>{t('lab.lessons.where')}</h4>
        <div className={styles.bar}>
          <Button icon={GraduationCap} onClick={() => begin(id, homes[0]!, t, list)}>
            {t('lab.lessons.begin')}
          </Button>
          {homes.map((home) => (
            <Button key={home} tone="quiet" icon={ArrowRight} onClick={() => showHome(session, home)}>
              {t('lab.lessons.open')}: {homeName(home, t)}
            </Button>
          ))}
        </div>
      </section>
    </section>
  );
}

/** The items of each part of a lesson. */
function useParts(id: LessonId): (part: Part) => string[] {
  const { t } = useTexts();
  const numbers = useTeachingNumbers();
  return (part) => t(`lab.lesson.${id}.${part}`, numbers).split('\n');
}

/** Puts a lesson in force: its steps stand beside the views, and the share panel makes a link of it. */
function begin(id: LessonId, home: TermHome, t: Texts['t'], list: (part: Part) => string[]): void {
  const section = (part: Part) =>
    [`## ${t(`lab.lessons.${part}`)}`, ...list(part).map((item) => `- ${item}`)].join('\n');
  const text = [section('goals'), section('questions'), section('observations')].join('\n\n');
  session.store.setState({ lesson: { title: t(`lab.lesson.${id}.title`), text, steps: list('steps'), rules: {} } });
  showHome(session, home);
}

/** What the tab of a view, or the page of the Lab, is called. */
function homeName(home: TermHome, t: Texts['t']): string {
  const [view, page] = home.split('/');
  const key = page === undefined ? `view.${view}` : `lab.page.${page}`;
  if (!isTextKey(key)) throw new Error(`${home} has no name`);
  return t(key);
}
