import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import { coverageInside, DEMO_CHOICES, DEMO_STARTS, demoOutput, exactPadding, stretched } from '../../core/conv-demo';
import type { ConvDemo } from '../../core/conv-demo';
import { labPage } from '../../state/lab-page';
import { Button, IconButton } from '../common/button';
import { Formula } from '../common/formula';
import { useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import styles from './conv-demo.module.css';
import { convFrame, positionAt } from './conv-state';
import type { ConvFrame, ConvState } from './conv-state';
import { MapGrid } from './map-grid';

/** Time from one position to the next, in milliseconds. */
const STEP_MS = 600;

/** A convolution cell by cell: its settings, its maps with the window, and what is computed at each position. */
export function ConvDemoPanel() {
  const { t } = useTexts();
  const [state, setState] = useState<ConvState>(() => ({ demo: DEMO_STARTS[labPage.getState().convolution ?? 'strided'], fractionalView: 'zeros', position: 0 }));
  const [playing, setPlaying] = useState(false);
  const frame = convFrame(state);
  const positions = frame?.positions ?? 1;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => setState((now) => ({ ...now, position: (Math.min(now.position, positions - 1) + 1) % positions })), STEP_MS);
    return () => clearInterval(timer);
  }, [playing, positions]);
  useEffect(() => {
    // The one that led here has been taken; more may come while this is open.
    const taken = () => labPage.setState({ convolution: null });
    taken();
    return labPage.subscribe(({ convolution }) => {
      if (!convolution) return;
      setState((now) => ({ ...now, demo: DEMO_STARTS[convolution], position: 0 }));
      taken();
    });
  }, []);
  const change = (part: Partial<ConvState>) => setState((now) => ({ ...now, position: 0, ...part }));
  const { kind } = state.demo;
  return (
    <section className={styles.demo}>
      <div className={styles.head}>
        <div className={styles.kinds}>
          {(['strided', 'fractional'] as const).map((each) => (
            <Button key={each} tone={each === kind ? 'strong' : 'outlined'} aria-pressed={each === kind} onClick={() => change({ demo: DEMO_STARTS[each] })}>
              {t(`lab.conv.${each}`)}
            </Button>
          ))}
        </div>
        <Settings state={state} change={change} />
      </div>
      {frame ? (
        <>
          <div className={styles.head}>
            <Sizes demo={state.demo} />
            <div className={styles.player}>
              <Button icon={playing ? Pause : Play} onClick={() => setPlaying(!playing)}>
                {t(playing ? 'lab.conv.stop' : 'lab.conv.play')}
              </Button>
              <IconButton icon={SkipBack} label={t('lab.conv.previous')} onClick={() => setState({ ...state, position: (Math.min(state.position, positions - 1) + positions - 1) % positions })} />
              <IconButton icon={SkipForward} label={t('lab.conv.next')} onClick={() => setState({ ...state, position: (Math.min(state.position, positions - 1) + 1) % positions })} />
              <Slider
                aria-label={t('lab.conv.position')}
                min={0}
                max={positions - 1}
                step={1}
                value={Math.min(state.position, positions - 1)}
                onSlide={(position) => setState({ ...state, position })}
              />
            </div>
          </div>
          <Maps state={state} frame={frame} onMove={(position) => setState({ ...state, position })} />
          <Words frame={frame} />
          {frame.view === 'zeros' && <Stretch demo={state.demo} />}
          {kind === 'fractional' && <Coverage demo={state.demo} />}
        </>
      ) : (
        <>
          <Formula tex={sizeFormula(state.demo)} />
          <output className={styles.misfit}>{t('lab.conv.misfit', { output: demoOutput(state.demo) })}</output>
        </>
      )}
    </section>
  );
}

interface SettingsProps {
  state: ConvState;
  change: (part: Partial<ConvState>) => void;
}

function Settings({ state: { demo, fractionalView }, change }: SettingsProps) {
  const { t } = useTexts();
  return (
    <div className={styles.settings}>
      {(['kernel', 'stride', 'padding'] as const).map((key) => (
        <label key={key}>
          {t(`lab.conv.${key}`)}
          <Select
            value={String(demo[key])}
            options={DEMO_CHOICES[key].map((value) => ({ value: String(value), text: String(value) }))}
            onPick={(value) => change({ demo: { ...demo, [key]: Number(value) } })}
          />
        </label>
      ))}
      <label>
        {t('lab.conv.input')}
        <Select
          value={String(demo.input)}
          options={DEMO_CHOICES.input[demo.kind].map((value) => ({ value: String(value), text: `${value}×${value}` }))}
          onPick={(value) => change({ demo: { ...demo, input: Number(value) } })}
        />
      </label>
      {demo.kind === 'fractional' && (
        <label>
          {t('lab.conv.view')}
          <Select
            value={fractionalView}
            options={(['zeros', 'overlap'] as const).map((value) => ({ value, text: t(`lab.conv.${value}`) }))}
            onPick={(value) => change({ fractionalView: value })}
          />
        </label>
      )}
    </div>
  );
}

/** What becomes of the size, in words and by the formula with the numbers of the moment. */
function Sizes({ demo }: { demo: ConvDemo }) {
  const { t } = useTexts();
  const { input: n } = demo;
  const output = demoOutput(demo);
  const effect = t(output > n ? 'inspect.larger' : output < n ? 'inspect.smaller' : 'inspect.same');
  return (
    <p className={styles.sizes}>
      <strong data-testid="conv-sizes">{t('lab.conv.sizes', { input: n, output, effect })}</strong>
      <Formula tex={sizeFormula(demo)} />
    </p>
  );
}

/** The formula of the output's size, in letters and with the numbers of the moment, in LaTeX. */
function sizeFormula(demo: ConvDemo): string {
  const { kind, kernel: k, stride: s, padding: p, input: n } = demo;
  const output = demoOutput(demo);
  return kind === 'strided'
    ? String.raw`o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1 = \left\lfloor \frac{${n} + 2 \cdot ${p} - ${k}}{${s}} \right\rfloor + 1 = ${output}`
    : String.raw`o = (n - 1)\,s - 2p + k = (${n} - 1) \cdot ${s} - 2 \cdot ${p} + ${k} = ${output}`;
}

interface MapsProps {
  state: ConvState;
  frame: ConvFrame;
  onMove: (position: number) => void;
}

function Maps({ state, frame, onMove }: MapsProps) {
  const { t } = useTexts();
  const network = state.demo.kind === 'strided' ? 'discriminator' : 'generator';
  const { left, kernel, right, view } = frame;
  // One input times the kernel is no convolution yet, and not all of the output.
  const stamped = view === 'overlap';
  return (
    <div className={styles.maps}>
      <MapGrid
        {...left}
        network={network}
        caption={t(view === 'zeros' ? 'lab.conv.mapStretched' : 'lab.conv.mapInput', { size: view === 'window' ? state.demo.input : left.size })}
        onDrag={(row, column) => onMove(positionAt(state, frame, row, column))}
      />
      <span className={styles.sign} aria-hidden>
        {stamped ? '×' : '∗'}
      </span>
      <MapGrid {...kernel} network={network} caption={t(kernel.turned ? 'lab.conv.mapTurned' : 'lab.conv.mapKernel', { size: kernel.size })} />
      <span className={styles.sign} aria-hidden>
        {stamped ? '→' : '='}
      </span>
      <MapGrid {...right} network={network} caption={t('lab.conv.mapOutput', { size: right.size })} />
    </div>
  );
}

/** What is computed at the present position, as a sentence. */
function Words({ frame: { view, row, column, value, products } }: { frame: ConvFrame }) {
  const { t } = useTexts();
  const place = { row: row + 1, column: column + 1 };
  const number = String(value).replace('-', '−');
  return (
    <p className={styles.words} aria-live="polite" data-testid="conv-words">
      {view === 'overlap'
        ? t('lab.conv.stamp', { ...place, value: number })
        : t('lab.conv.cell', { ...place, sum: products > 0 ? number : t('lab.conv.onlyPadding') })}{' '}
      <span className={styles.hint}>{t('lab.conv.window')}</span>
    </p>
  );
}

/** What has become of the input where zeros are put in. */
function Stretch({ demo }: { demo: ConvDemo }) {
  const { t } = useTexts();
  return <p className={styles.text}>{t('lab.conv.stretch', { between: demo.stride - 1, border: stretched(demo).border })}</p>;
}

/** How evenly the stamps cover the output, and what an exact multiple of the input's size takes where that is odd. */
function Coverage({ demo }: { demo: ConvDemo }) {
  const { t } = useTexts();
  const { kernel, stride, input } = demo;
  const { least, most } = coverageInside(demo);
  const cut = exactPadding(demo);
  return (
    <p className={styles.text}>
      <RichText text={least === most ? 'lab.conv.even' : 'lab.conv.uneven'} params={{ count: least, least, most }} />
      {cut > 0 && cut % 2 === 1 && ` ${t('lab.conv.exact', { kernel, stride, size: input * stride, cut, less: Math.floor(cut / 2), more: Math.ceil(cut / 2) })}`}
    </p>
  );
}
