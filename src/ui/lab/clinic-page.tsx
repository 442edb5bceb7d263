import { ArrowLeft, HeartPulse, Play, RotateCcw, Square } from 'lucide-react';
import { Fragment, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { AILMENT_IDS, ailmentNumbers, AILMENTS, alsoMet, DETECTOR_LIMITS, FRESH_CURES, healedOf } from '../../core/clinic';
import type { Ailment, AilmentId, SignId } from '../../core/clinic';
import { STEPS_NEEDED } from '../../core/health';
import type { TextParams } from '../../i18n/text';
import { lab } from '../../state/lab-app';
import type { ClinicState } from '../../state/lab-clinic';
import type { LabRun } from '../../state/lab-runs';
import { Slot } from '../../state/slot';
import { Button } from '../common/button';
import type { TileLayout } from '../common/draw-images';
import { Explained } from '../common/explained';
import { useApp, usePhone, usePixelRatio, useSlot, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { RichText } from '../common/rich-text';
import type { ChartSpec, Zoom } from '../train/curve-chart';
import { HEALTH_ICONS } from '../train/health-panel';
import { useCurveChart } from '../train/use-curve-chart';
import styles from './clinic-page.module.css';
import { useKeptFocus } from './focus';
import { measured } from './measured';
import prose from './prose.module.css';

/** Ways in which training fails, each brought about, noticed and cured in a run of its own. */
export function ClinicPage() {
  const { t, message } = useTexts();
  const { ailment, problem } = useStore(lab.clinic.store);
  const place = useKeptFocus<HTMLElement>(ailment ?? '');
  return (
    <article ref={place} tabIndex={-1} className={prose.article} data-testid="clinic">
      <h2>{t('lab.clinic.title')}</h2>
      <p className={prose.lead}>
        <RichText text="lab.clinic.intro" params={{ count: AILMENT_IDS.length }} />
      </p>
      {!ailment && (
        <p className={prose.text}>
          <Explained text={t('lab.clinic.why')} />
        </p>
      )}
      {problem && <p role="alert">{message(problem)}</p>}
      {ailment ? <Treatment ailment={ailment} /> : <Overview />}
      {!ailment && <p className={prose.text}>{t('lab.clinic.limits')}</p>}
    </article>
  );
}

/** What is told of each failure. */
const PARTS = ['cause', 'sign', 'cure'] as const;

/** One of the things that are told of a failure, with its numbers; how long it may take is said with each. */
function About({ ailment, part }: { ailment: AilmentId; part: (typeof PARTS)[number] }) {
  const { t, language } = useTexts();
  const numbers: TextParams = Object.fromEntries(
    Object.entries({ ...DETECTOR_LIMITS, ...ailmentNumbers(AILMENTS[ailment]) }).map(([name, value]) => [name, measured(language, value)]),
  );
  const told = t(`lab.clinic.${ailment}.${part}`, numbers);
  if (part === 'cause') return <Explained text={told} />;
  return (
    <>
      <Explained text={told} />
      <span className={styles.time}>{t(part === 'sign' ? 'lab.clinic.by' : 'lab.clinic.cureBy', numbers)}</span>
    </>
  );
}

/** Every failure with what brings it about, how it is noticed and what cures it, before one is chosen. */
function Overview() {
  const { t } = useTexts();
  const ready = useApp((state) => state.connection === 'ready');
  return (
    <table className={styles.overview}>
      <thead>
        <tr>
          <th scope="col">{t('lab.clinic.failure')}</th>
          {PARTS.map((cell) => (
            <th key={cell} scope="col">
              {t(`lab.clinic.${cell}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {AILMENT_IDS.map((id) => (
          <tr key={id}>
            <th scope="row">
              <Button icon={Play} inactive={!ready} onClick={() => void lab.clinic.cause(id)}>
                {t(`lab.clinic.${id}`)}
              </Button>
            </th>
            {PARTS.map((cell) => (
              <td key={cell} data-label={t(`lab.clinic.${cell}`)}>
                <About ailment={id} part={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The failure that was chosen, from its cause to its cure, with the way to the others. */
function Treatment({ ailment }: { ailment: AilmentId }) {
  const { t } = useTexts();
  const phase = useStore(lab.clinic.store, (state) => state.phase);
  const place = useKeptFocus<HTMLDivElement>(phase);
  const run = useSlot(lab.clinic.run);
  const phone = usePhone();
  const began = useRef<HTMLDivElement>(null);
  // What is told of a failure fills a phone's view, and its pictures come below.
  useEffect(() => {
    if (phone && run) began.current?.scrollIntoView({ block: 'start' });
  }, [phone, run]);
  const { clinic } = lab;
  return (
    <section className={styles.patient}>
      <div className={styles.head}>
        <h3>{t(`lab.clinic.${ailment}`)}</h3>
        <Button tone="quiet" icon={ArrowLeft} onClick={() => void clinic.leave()}>
          {t('lab.clinic.others')}
        </Button>
      </div>
      <dl className={styles.plan}>
        {PARTS.map((part) => (
          <Fragment key={part}>
            <dt>{t(`lab.clinic.${part}`)}</dt>
            <dd>
              <About ailment={ailment} part={part} />
            </dd>
          </Fragment>
        ))}
      </dl>
      <div ref={began}>
        <Progress />
      </div>
      <div ref={place} tabIndex={-1} className={styles.buttons}>
        {(phase === 'noticed' || phase === 'missed') && (
          <Button tone="strong" icon={HeartPulse} className={styles.cure} onClick={() => void clinic.cure()}>
            {t(`lab.clinic.${ailment}.cure`)}
          </Button>
        )}
        {phase === 'recovered' && (
          <Button tone="strong" icon={Play} onClick={() => void clinic.goOn()}>
            {t('lab.clinic.goOn')}
          </Button>
        )}
        {(phase === 'causing' || phase === 'curing' || phase === 'goingOn') && (
          <Button icon={Square} onClick={() => void clinic.stop()}>
            {t('lab.clinic.stop')}
          </Button>
        )}
        {(phase === 'idle' || phase === 'recovered' || phase === 'notRecovered') && (
          <Button icon={RotateCcw} onClick={() => void clinic.cause(ailment)}>
            {t('lab.clinic.again')}
          </Button>
        )}
      </div>
      {(phase === 'recovered' || phase === 'goingOn') && <Healing ailment={ailment} />}
      {run && <Patient key={run.summary.id} run={run} />}
    </section>
  );
}

/** By how much it has healed, why the cure helps, and why most cures end alike. */
function Healing({ ailment }: { ailment: AilmentId }) {
  const { t, language } = useTexts();
  const { noticed, health } = useStore(lab.clinic.store);
  const { cure }: Ailment = AILMENTS[ailment];
  const healed = noticed && health ? healedOf(ailment, noticed, health) : [];
  const number = (sign: SignId, value: number) => `${measured(language, value)}${sign === 'collapse' ? '%' : ''}`;
  return (
    <div className={styles.healing}>
      {healed.map(({ sign, before, now, limit, narrowly }) => (
        <p key={sign} className={prose.text}>
          {t('lab.clinic.healed', {
            number: t(`lab.clinic.number.${sign}`),
            before: number(sign, before),
            now: number(sign, now),
            limit: number(sign, limit),
          })}{' '}
          {narrowly && t('lab.clinic.narrowly')}
        </p>
      ))}
      <p className={prose.text}>
        <strong>{t('lab.clinic.heals')}</strong> <Explained text={t(`lab.clinic.${ailment}.heals`)} />{' '}
        {cure.kind === 'fresh' && t('lab.clinic.fresh', { count: FRESH_CURES, all: AILMENT_IDS.length })}
      </p>
    </div>
  );
}

/** How far the failure or its cure is, in a sentence. */
function Progress() {
  const { t } = useTexts();
  const { ailment, phase, step, noticedAt, recoveredAfter, wentOn } = useStore(lab.clinic.store);
  if (!ailment) return null;
  const { within, cure }: Ailment = AILMENTS[ailment];
  const since = { steps: recoveredAfter ?? 0, more: wentOn };
  const words: Record<ClinicState['phase'], string> = {
    idle: t('lab.clinic.idle'),
    causing: t('lab.clinic.causing', { step, within }),
    noticed: t('lab.clinic.noticed', { step: noticedAt ?? 0, within }),
    missed: t('lab.clinic.missed', { within }),
    curing: t('lab.clinic.curing', { step }),
    recovered: t(wentOn > 0 ? 'lab.clinic.stillWell' : 'lab.clinic.recovered', since),
    goingOn: t('lab.clinic.goingOn', { step }),
    notRecovered: wentOn > 0 ? t('lab.clinic.relapsed', since) : t('lab.clinic.notRecovered', { within: cure.within }),
  };
  return (
    <output className={styles.progress} data-testid="clinic-progress" data-phase={phase}>
      {words[phase]}
    </output>
  );
}

const zoom = new Slot<Zoom | null>(null);
const ofSamples = ({ images }: LabRun['samples']['value']) => images;
const ofReals = (images: typeof lab.clinic.reals.value) => images;
/** Pictures a side of a grid, and the side of a picture in CSS pixels, of whatever size it is. */
const SIDE = 4;
const PICTURE = 64;

/** The run as it is: its samples, what the detector makes of it, and its curves. */
function Patient({ run }: { run: LabRun }) {
  const { t } = useTexts();
  const ratio = usePixelRatio();
  const size = run.summary.config.imageSize;
  const tiles = useMemo<TileLayout>(
    () => ({ columns: SIDE, rows: SIDE, scale: Math.max(1, Math.round((PICTURE * ratio) / size)), gap: Math.round(2 * ratio) }),
    [ratio, size],
  );
  const loss = useMemo(() => chart([['lossD', '--discriminator', 'D'], ['lossG', '--generator', 'G']], null), []);
  const bounded = run.summary.config.loss !== 'leastSquares';
  const scores = useMemo(() => chart([['dReal', '--real', 'x'], ['dFakeAfter', '--generator', 'G(z)']], bounded ? [0, 1] : null), [bounded]);
  return (
    <div className={styles.columns}>
      <figure>
        <ImagesCanvas data-testid="clinic-samples" slot={run.samples} imagesOf={ofSamples} layout={tiles} size={size}>
          {t('lab.clinic.samples')}
        </ImagesCanvas>
        <figcaption>{t('lab.clinic.samples')}</figcaption>
      </figure>
      <figure>
        <ImagesCanvas slot={lab.clinic.reals} imagesOf={ofReals} layout={tiles} size={size}>
          {t('lab.exp.reals')}
        </ImagesCanvas>
        <figcaption className={styles.real}>{t('lab.exp.reals')}</figcaption>
      </figure>
      <div className={styles.readings}>
        <Diagnosis bounded={bounded} />
        <RunChart run={run} spec={loss} title={t('lab.clinic.losses')} />
        <RunChart run={run} spec={scores} title={t('lab.clinic.scores')} />
      </div>
    </div>
  );
}

function chart(curves: readonly (readonly [ChartSpec['curves'][number]['metric'], ChartSpec['curves'][number]['colour'], string])[], range: ChartSpec['range']): ChartSpec {
  return { curves: curves.map(([metric, colour, mark]) => ({ metric, colour, mark })), levels: [], range, showSteps: true, height: 110 };
}

function RunChart({ run, spec, title }: { run: LabRun; spec: ChartSpec; title: string }) {
  const [follow, host] = useCurveChart({ spec, source: run.history, changes: lab.clinic.changes, zoom, smooth: false });
  return (
    <figure className={styles.chart}>
      <figcaption>
        <strong>{title}</strong>
      </figcaption>
      <div ref={follow} style={{ height: spec.height }} aria-hidden>
        <div ref={host} />
      </div>
    </figure>
  );
}

/** What the detector says, and the numbers that it says it from; `bounded` scores are probabilities. */
function Diagnosis({ bounded }: { bounded: boolean }) {
  const { t, language } = useTexts();
  const { ailment, health, runsAway, phase } = useStore(lab.clinic.store);
  if (!health) return null;
  const { condition, count, evidence } = health;
  const others = alsoMet(health);
  // The detector waits for more steps; what can be seen before that is said at once.
  const growing = condition === 'early' && runsAway;
  const Icon = HEALTH_ICONS[growing ? 'notFinite' : condition];
  const number = (value: number) => measured(language, value);
  return (
    <section aria-label={t('health.title')} data-testid="clinic-diagnosis" data-condition={condition}>
      <h3 className={styles.diagnosis}>
        <Icon size={18} aria-hidden />
        {t(growing ? 'lab.clinic.runsAway' : `health.${condition}`)}
      </h3>
      <p className={prose.text}>
        <Explained
          text={
            growing
              ? t('lab.clinic.runsAway.text', { lossD: number(health.lossD), lossG: number(health.lossG) })
              : condition === 'notFinite'
                ? t('lab.clinic.ended')
                : phase === 'curing' && condition !== 'learning' && condition !== 'early'
                  ? t('lab.clinic.onTheWay')
                  : t(`health.${condition}.text`, { needed: STEPS_NEEDED, count })
          }
        />
      </p>
      {ailment === 'dWins' && condition === 'dStrong' && (phase === 'causing' || phase === 'noticed') && (
        <p className={prose.text}>
          <Explained text={t('lab.clinic.dWins.gradient', { ...ailmentNumbers(AILMENTS.dWins) })} />
        </p>
      )}
      {others.length > 0 && <p className={prose.text}>{t('lab.clinic.also', { others: others.map((id) => t(`lab.clinic.${id}`)).join(', ') })}</p>}
      <p className={styles.facts}>
        {t(bounded ? 'lab.clinic.facts' : 'lab.clinic.factsUnbounded', {
          dReal: number(health.dReal),
          dFake: number(health.dFake),
          gradNormG: number(health.gradNormG),
          swings: health.swings,
          diversity: number((evidence.diversity ?? NaN) * 100),
        })}
        {evidence.memoryGap !== undefined &&
          ` · ${t(evidence.memoryGap < 0 ? 'lab.clinic.gapBelow' : 'lab.clinic.gap', { gap: number(Math.abs(evidence.memoryGap)) })}`}
      </p>
    </section>
  );
}
