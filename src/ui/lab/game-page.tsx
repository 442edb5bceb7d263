import { ArrowRight, Play } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { GUESSING } from '../../core/lab-reports';
import type { Quiz } from '../../core/lab-reports';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import { lab } from '../../state/lab-app';
import { ROUND, ROUND_SECONDS } from '../../state/lab-game';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { Explained } from '../common/explained';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Pictures } from '../explore/tiles';
import { focusOnArrival } from './focus';
import styles from './game-page.module.css';
import { useUntrained } from './hooks';
import { measured, steady } from './measured';
import prose from './prose.module.css';
import { ReadyOffer } from './ready-offer';

/** Side of the picture that is asked about, and of those that are shown afterwards, in CSS pixels. */
const SIDE = 224;
const SMALL = 64;

/** Telling real from generated against the clock, with D's answers beside one's own afterwards. */
export function GamePage() {
  const { t, message } = useTexts();
  const { phase, problem, results } = useStore(lab.game.store);
  const ready = useApp((state) => modelInView(state) !== null);
  const untrained = useUntrained();
  const phone = usePhone();
  // The picture and both answers have to be on the screen, against the clock: on a phone nothing else has room.
  if (phase === 'playing')
    return (
      <article className={prose.article}>
        <h2 className={phone ? 'visually-hidden' : undefined}>{t('lab.game.title')}</h2>
        <Asked />
      </article>
    );
  return (
    <article className={prose.article}>
      <h2>{t('lab.game.title')}</h2>
      <p className={prose.lead}>
        <RichText text="lab.game.intro" params={{ count: ROUND, seconds: ROUND_SECONDS }} />
      </p>
      {problem && <p role="alert">{message(problem)}</p>}
      {untrained && (
        <ReadyOffer text={t('lab.game.untrained')}>
          <Button tone="quiet" icon={ArrowRight} onClick={() => session.show('train')}>
            {t('lab.game.train')}
          </Button>
        </ReadyOffer>
      )}
      <Button tone={untrained ? 'outlined' : 'strong'} icon={Play} className={styles.start} inactive={!ready || phase === 'loading'} onClick={() => void lab.game.start()}>
        {t(results.length > 0 ? 'lab.game.again' : 'lab.game.start')}
      </Button>
      {phase === 'done' && <Answers />}
      {results.length > 0 && <Rounds />}
    </article>
  );
}

function pictureOf({ images }: Quiz, n: number) {
  const stride = images.size * images.size * 4;
  return { count: 1, size: images.size, rgba: images.rgba.slice(n * stride, (n + 1) * stride) };
}

function Asked() {
  const { t } = useTexts();
  const phone = usePhone();
  const { quiz, answers, secondsLeft } = useStore(lab.game.store);
  if (!quiz) return null;
  const n = answers.length;
  const answer = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    lab.game.answer(event.key === 'ArrowRight');
  };
  return (
    <div ref={focusOnArrival} className={styles.asked} onKeyDown={answer} role="toolbar" tabIndex={-1} aria-label={t('lab.game.title')}>
      <progress max={ROUND_SECONDS} value={secondsLeft} aria-label={t('lab.game.left', { seconds: secondsLeft, n: n + 1, count: ROUND })} />
      <p>{t('lab.game.left', { seconds: secondsLeft, n: n + 1, count: ROUND })}</p>
      <Pictures images={pictureOf(quiz, n)} side={SIDE} label={t('lab.game.picture', { n: n + 1 })} testId="game-picture" />
      <div className={styles.choices}>
        <Button onClick={() => lab.game.answer(false)}>{t('lab.game.fake')}</Button>
        <Button onClick={() => lab.game.answer(true)}>{t('lab.game.real')}</Button>
      </div>
      {!phone && <p className={styles.note}>{t('lab.game.keys')}</p>}
    </div>
  );
}

/** Every picture of the round with what it was, and who knew it. */
function Answers() {
  const { t, language } = useTexts();
  const { quiz, answers, results } = useStore(lab.game.store);
  const viewed = useApp((state) => state.viewed !== null);
  const normalizes = useApp((state) => (modelInView(state)?.config.batchNormD ?? 'off') !== 'off');
  const last = results.at(-1);
  if (!quiz || !last) return null;
  const percent = (share: number) => measured(language, Math.round(share * 100));
  return (
    <section className={styles.answers}>
      <p className={styles.result} data-testid="game-result">
        {t('lab.game.result', { person: percent(last.person), discriminator: percent(last.discriminator) })}
      </p>
      <p className={styles.note}>
        {answers.length < quiz.real.length && `${t('lab.game.unanswered', { count: quiz.real.length - answers.length })} `}
        {t('lab.game.chance', { percent: percent(GUESSING) })} {t('lab.game.counted', { half: measured(language, GUESSING) })}{' '}
        {t(viewed ? 'lab.game.moreViewed' : 'lab.game.more')}
      </p>
      {normalizes && (
        <p className={styles.note}>
          <Explained text={t('lab.game.unlikeTraining')} />
        </p>
      )}
      <ul className={styles.pictures}>
        {quiz.real.map((real, n) => {
          const given = answers[n];
          const person = given === undefined ? 'noAnswer' : given === real ? 'rightAnswer' : 'wrongAnswer';
          const dRight = quiz.scores[n]! > GUESSING === real;
          return (
            <li key={`picture-${String(n)}`}>
              <Pictures images={pictureOf(quiz, n)} side={SMALL} label={t('lab.game.picture', { n: n + 1 })} />
              <span className={real ? styles.real : styles.fake}>{t(real ? 'lab.game.was.real' : 'lab.game.was.fake')}</span>
              <span>{t(`lab.game.${person}`)}</span>
              <span>{t(dRight ? 'lab.game.dRight' : 'lab.game.dWrong')}</span>
              <span>{t('lab.game.dScore', { score: steady(language, quiz.scores[n]!, 2) })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Rounds() {
  const { t, language } = useTexts();
  const results = useStore(lab.game.store, (state) => state.results);
  const percent = (share: number) => `${measured(language, Math.round(share * 100))}%`;
  return (
    <table className={prose.table}>
      <caption>{t('lab.game.rounds')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('lab.game.step')}</th>
          <th scope="col">{t('lab.game.you')}</th>
          <th scope="col">{t('lab.game.d')}</th>
        </tr>
      </thead>
      <tbody>
        {results.map(({ step, person, discriminator }, n) => (
          <tr key={`round-${String(n)}`}>
            <th scope="row">{formatNumber(language, step)}</th>
            <td>{percent(person)}</td>
            <td>{percent(discriminator)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
