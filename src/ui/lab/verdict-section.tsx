import type { RefObject } from 'react';
import { EXPERIMENTS } from '../../core/experiments';
import type { Experiment } from '../../core/experiments';
import { GRID_COUNT } from '../../core/run';
import { ALIKE, differsFromPaper, judgePrediction, LAST, VERDICT_STEPS } from '../../core/verdict';
import type { Reading, Remark, Verdict } from '../../core/verdict';
import { isTextKey } from '../../i18n/text';
import { Explained } from '../common/explained';
import { useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { colourOf, numberOf, useExpected, useExperiment, useRunNames } from './hooks';
import { measured } from './measured';
import styles from './verdict-section.module.css';

interface AnswerProps {
  /** Is given the sentence that answers the question. */
  answer: RefObject<HTMLParagraphElement | null>;
}

/** What was seen: the verdict in words with its numbers, the prediction beside it, and what the paper says. */
export function VerdictSection({ answer }: AnswerProps) {
  const { t } = useTexts();
  const { id, readings, early } = useExperiment(({ id, readings, verdict }) => ({ id, readings, early: verdict?.early }));
  const { section, unclaimed }: Experiment = EXPERIMENTS[id];
  return (
    <section className={styles.verdict} data-testid="lab-verdict" data-early={early}>
      <div className={styles.words}>
        <h3>{t('lab.exp.done')}</h3>
        <Sentences answer={answer} />
        {unclaimed ? (
          <p>
            <Explained text={t(`lab.exp.${id}.paper`)} />
          </p>
        ) : (
          <blockquote className={styles.paper}>
            <p>
              <Explained text={t(`lab.exp.${id}.paper`)} />
            </p>
            <footer>{t('lab.paper', { section })}</footer>
          </blockquote>
        )}
        <Reconciled />
        {!early && <p className={styles.note}>{t('lab.verdict.seed', { percent: ALIKE * 100 })}</p>}
      </div>
      <Numbers readings={readings} />
    </section>
  );
}

/** Why a verdict may differ from the paper, where it does. */
function Reconciled() {
  const { t } = useTexts();
  const { id, verdict, preset, steps } = useExperiment(({ id, verdict, preset, steps }) => ({ id, verdict, preset, steps }));
  const { unclaimed }: Experiment = EXPERIMENTS[id];
  const difference = verdict && !unclaimed ? differsFromPaper(verdict) : null;
  if (!difference) return null;
  const own = `lab.exp.${id}.${difference}`;
  return (
    <p data-testid="lab-reconciled">
      {t(`lab.verdict.differs.${difference}`, { steps, preset: t(`preset.${preset}`) })} {isTextKey(own) && t(own)}
    </p>
  );
}

function Sentences({ answer }: AnswerProps) {
  const { t, language } = useTexts();
  const { id, verdict, readings, prediction, steps } = useExperiment(({ id, verdict, readings, prediction, steps }) => ({ id, verdict, readings, prediction, steps }));
  const names = useRunNames(id);
  const expected = useExpected();
  if (!verdict) return null;
  const number = (value: number) => measured(language, value);
  const say = (remark: Remark) =>
    remark.kind === 'failed'
      ? t('lab.verdict.failed', { run: names[remark.run]!, step: remark.step })
      : t(`lab.verdict.${remark.kind}`, {
          run: names[remark.run]!,
          value: number(remark.value),
          reference: number(remark.reference),
          first: numberOf(0),
        });
  // Where checkerboards are asked about, the first sentence answers that.
  const answers = verdict.remarks.filter(({ kind }) => CHECKERBOARDS.has(kind));
  const told = [...answers.map(say), toldOf(verdict, readings, names, t, number)].join(' ');
  const judged = judgePrediction(prediction ?? 'alike', verdict, names.length);
  // Of two runs, what is told above has said who is nearer.
  const remarks = verdict.remarks.filter(({ kind }) => !CHECKERBOARDS.has(kind) && (names.length > 2 || (kind !== 'nearer' && kind !== 'farther' && kind !== 'alike')));
  const unusual = readings.flatMap(({ condition }, n) => (['early', 'learning', 'notFinite', 'collapsed'].includes(condition) ? [] : [{ condition, n }]));
  return (
    <>
      <p ref={answer} className={styles.main}>
        {verdict.early
          ? t('lab.verdict.early', { steps, needed: VERDICT_STEPS })
          : `${told} ${t(`lab.verdict.${judged}`, { prediction: expected })}`}
      </p>
      <ul className={styles.remarks}>
        {remarks.map((remark) => (
          <li key={`${remark.kind}-${remark.run}`}>{say(remark)}</li>
        ))}
        {unusual.map(({ condition, n }) => (
          <li key={`condition-${n}`}>{t('lab.verdict.condition', { run: names[n]!, condition: t(`health.${condition}`) })}</li>
        ))}
      </ul>
    </>
  );
}

const CHECKERBOARDS: ReadonlySet<Remark['kind']> = new Set(['checkerboard', 'lessCheckerboard', 'sameCheckerboard']);

/** Who is ahead, or that nobody is, in a sentence. */
function toldOf({ best, leaders, outrun, flawed }: Verdict, readings: readonly Reading[], names: readonly string[], t: Texts['t'], number: (value: number) => string): string {
  const going = readings.flatMap(({ failedAt, distance }) => (failedAt === null ? [distance] : []));
  const sound = going.length - flawed.length;
  const two = names.length === 2 && going.length === 2 && flawed.length === 0;
  const named = (runs: readonly number[]) => runs.map((run) => names[run]!).join(', ');
  if (outrun.length > 0) {
    const scores = outrun.map((run) => t('lab.verdict.scores', { dReal: number(readings[run]!.dReal), dFake: number(readings[run]!.dFake) })).join('; ');
    const near = [...leaders, ...outrun].toSorted((a, b) => a - b).map((run) => number(readings[run]!.distance));
    return t('lab.verdict.outrun', { runs: named(outrun), leaders: named(leaders), distances: near.join(', '), scores });
  }
  const distances = leaders.map((run) => number(readings[run]!.distance)).join(', ');
  if (two && best === null) return t('lab.verdict.noneOfTwo', { value: number(going[0]!), reference: number(going[1]!) });
  if (leaders.length === 0) return t('lab.verdict.nobody');
  if (best === null && leaders.length === names.length) return t('lab.verdict.none', { distances });
  if (best === null) return t('lab.verdict.tied', { runs: named(leaders), distances });
  const [run, value] = [names[best]!, number(readings[best]!.distance)];
  if (going.length === 1) return t('lab.verdict.only', { run, value });
  if (sound === 1) return t('lab.verdict.onlySound', { run });
  if (sound > 0 && flawed.length > 0) return t('lab.verdict.bestSound', { run, value });
  return two ? t('lab.verdict.better', { run, value, reference: number(readings[1 - best]!.distance) }) : t('lab.verdict.best', { run, value });
}

const ROWS = ['distance', 'diversity', 'likeness', 'resemblance', 'lossD', 'lossG', 'dReal', 'dFake', 'gradNormD', 'gradNormG'] as const;

/** Every number that the verdict rests on, a column for each run. */
function Numbers({ readings }: { readings: readonly Reading[] }) {
  const { t, language } = useTexts();
  const id = useExperiment((state) => state.id);
  const { checkerboard }: Experiment = EXPERIMENTS[id];
  const rows = checkerboard ? [...ROWS, 'checkerboard' as const] : ROWS;
  const [first] = readings;
  const reals = { diversity: first?.diversityReal, likeness: first?.likenessReal };
  const realOf = (row: string) => measured(language, (row === 'diversity' ? reals.diversity : reals.likeness) ?? NaN);
  return (
    <table className={styles.numbers}>
      <caption>{t('lab.exp.numbers')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('lab.exp.measure')}</span>
          </th>
          {readings.map((_, n) => (
            <th key={numberOf(n)} scope="col" style={{ color: `var(${colourOf(n)}-text)` }}>
              {numberOf(n)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">
              <RichText text={`lab.exp.${row}`} params={{ real: realOf(row) }} />
            </th>
            {readings.map((reading, n) => (
              <td key={numberOf(n)}>{measured(language, reading[row])}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={readings.length + 1}>{t('lab.exp.numbersNote', { count: GRID_COUNT, percent: LAST * 100 })}</td>
        </tr>
      </tfoot>
    </table>
  );
}
