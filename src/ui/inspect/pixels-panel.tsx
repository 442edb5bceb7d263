import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { LayerSpec } from '../../core/architecture';
import type { Excitation } from '../../core/inspection';
import { receptiveField } from '../../core/receptive-field';
import { inspect, session } from '../../state/app';
import { readerInView } from '../../state/layer-in-view';
import { dataInView, modelInView } from '../../state/store';
import { Button, IconButton } from '../common/button';
import { useApp, usePhone, useSlot, useTexts } from '../common/hooks';
import { Pictures } from '../explore/tiles';
import { IMAGE_GAP } from '../train/picture-layout';
import panel from '../common/panel.module.css';
import { ClimbSection } from './climb-section';
import { scaleLimit } from './colour-scale';
import { useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import styles from './panels.module.css';
import { PixelBox } from './pictures';
import own from './pixels-panel.module.css';
import { RuleSelect } from './rule-select';
import { ScaleLegend } from './scale-legend';
import { TaskLine } from './task-line';
import { TileSheet } from './tile-sheet';
import { signalTiles, valuesOf } from './tiles';

/** The most training images that are searched, how many of a channel's strongest are shown, and channels beside each other. */
const MOST_SEARCHED = 2000;
const TOP = 9;
const BESIDE = 6;
/** Side of the small pictures, in CSS pixels. */
const SIDE = 64;
const PHONE_SIDE = 48;

/** From the channels of a layer of D back to pixels: what excites them in the data, why, and what would excite them most. */
export function PixelsPanel({ both, view }: PanelProps) {
  const { t } = useTexts();
  const layer = readerInView(both, view);
  const chosen = useInspect((state) => (view.layer === layer ? state.channel : 0));
  const channel = Math.min(chosen, layer.output[2] - 1);
  const { running, found } = useSlot(inspect.topImages.slot);
  const top = found?.question.layer === layer.name ? found.answer : null;
  const searched = Math.min(MOST_SEARCHED, useApp((state) => dataInView(state)?.loaded ?? MOST_SEARCHED));
  const name = layer.name.toUpperCase();
  const search = () => void inspect.topImages.start({ layer: layer.name, total: searched, count: TOP });
  return (
    <div className={styles.column}>
      {view.layer !== layer && (
        <div className={styles.controls}>
          <p className={panel.note}>
            {t(view.network === 'generator' ? 'pixels.onlyD' : 'pixels.onlyMaps', { chosen: view.layer.name.toUpperCase(), layer: name })}
          </p>
          <Button onClick={() => look(layer, channel)}>{t('pixels.goTo', { layer: name })}</Button>
        </div>
      )}
      <div className={styles.controls}>
        <Button tone={top ? 'outlined' : 'strong'} inactive={running !== null} onClick={search}>
          {t(top ? 'pixels.again' : 'pixels.search', { count: searched, layer: name })}
        </Button>
        {running && <TaskLine task={inspect.topImages} label={t('pixels.searching')} />}
        <RuleSelect />
        {top && <span>{t('pixels.searched', { count: top.total, step: top.step })}</span>}
      </div>
      {top ? (
        <div className={own.halves}>
          <Figure layer={layer} channels={top.channels} channel={channel} />
          <Strongest both={both} layer={layer} channel={channel} list={top.channels[channel] ?? []} />
          <ClimbSection layer={layer} channel={channel} />
        </div>
      ) : (
        <>
          <p className={panel.note}>{t('pixels.intro', { layer: name, count: searched })}</p>
          <ClimbSection layer={layer} channel={channel} />
        </>
      )}
    </div>
  );
}

/** Shows a channel of a layer of D, whichever network is in view. */
function look(layer: LayerSpec, channel: number): void {
  session.lookInside('discriminator', layer.name);
  inspect.store.setState({ channel });
}

interface FigureProps {
  layer: LayerSpec;
  channels: readonly (readonly Excitation[])[];
  channel: number;
}

/** Six channels beside each other: the strongest image of each, and its cause in D as trained and as initialised. */
function Figure({ layer, channels, channel }: FigureProps) {
  const { t } = useTexts();
  const side = usePhone() ? PHONE_SIDE : SIDE;
  const rule = useInspect((state) => state.rule);
  const first = Math.floor(channel / BESIDE) * BESIDE;
  const questions = useMemo(() => {
    const shown = channels.slice(first, first + BESIDE);
    const indices = shown.map((list) => list[0]!.image);
    const targets = indices.map((index, n) => ({ example: { kind: 'real', index } as const, channel: first + n }));
    const ask = { layer: layer.name, rule, targets };
    return { images: { indices }, trained: { ...ask, randomised: false }, randomised: { ...ask, randomised: true } };
  }, [channels, first, layer.name, rule]);
  const images = useTold('figure', 'realImages', questions.images, true)?.answer;
  const trained = useTold('figure', 'attribute', questions.trained)?.answer;
  const randomised = useTold('figure', 'attribute', questions.randomised, true)?.answer;
  const row = { first, channel, side, onChoose: (n: number) => look(layer, first + n) };
  return (
    <section className={styles.column} aria-label={t('pixels.figure')}>
      <div className={styles.head}>
        <h3>{t('pixels.figure')}</h3>
        <div className={styles.controls}>
          <IconButton icon={ChevronLeft} size="small" label={t('pixels.before')} inactive={first === 0} onClick={() => look(layer, first - BESIDE)} />
          <IconButton
            icon={ChevronRight}
            size="small"
            label={t('pixels.after')}
            inactive={first + BESIDE >= channels.length}
            onClick={() => look(layer, first + BESIDE)}
          />
        </div>
      </div>
      <p className={panel.note}>{t('pixels.strongestOf', { from: first + 1, to: Math.min(first + BESIDE, channels.length) })}</p>
      {images && <Pictures images={images} columns={BESIDE} side={side} label={t('pixels.images')} />}
      <p className={panel.note}>{t('pixels.trained')}</p>
      {trained && <Signals {...row} values={trained.signal} label={t('pixels.trained')} testId="guided-trained" />}
      <p className={panel.note}>{t('pixels.randomised')}</p>
      {randomised && <Signals {...row} values={randomised.signal} label={t('pixels.randomised')} testId="guided-random" />}
      <ScaleLegend limit={null} />
      <p className={panel.note}>{t(`inspect.rule.${rule}.help`)}</p>
    </section>
  );
}

interface SignalsProps {
  values: ArrayLike<number>;
  label: string;
  side: number;
  columns?: number;
  first?: number;
  channel?: number;
  onChoose?: (n: number) => void;
  testId?: string;
}

/** Signals beside each other, each on its own scale. */
function Signals({ values, label, side, columns = BESIDE, first = 0, channel, onChoose, testId }: SignalsProps) {
  const { t } = useTexts();
  const { size, colours } = useApp((state) => ({
    size: modelInView(state)?.config.imageSize ?? 1,
    colours: modelInView(state)?.config.channels ?? 1,
  }));
  const tiles = useMemo(() => signalTiles(values, size, colours), [values, size, colours]);
  const shown = useMemo(() => Array.from({ length: tiles.count }, (_, n) => n), [tiles.count]);
  const limits = useMemo(() => shown.map((n) => scaleLimit(valuesOf(tiles, n))), [tiles, shown]);
  return (
    <TileSheet
      tiles={tiles}
      shown={shown}
      grid={{ columns, scale: Math.max(1, Math.floor(side / size)) }}
      limitOf={(n) => limits[n]!}
      label={label}
      nameOf={(n) => t(onChoose ? 'inspect.map' : 'pixels.place', { n: first + n + 1 })}
      chosen={channel === undefined ? null : channel - first}
      onChoose={onChoose}
      testId={testId}
    />
  );
}

interface StrongestProps extends Pick<PanelProps, 'both'> {
  layer: LayerSpec;
  channel: number;
  list: readonly Excitation[];
}

/** The images of the data that excite one channel most, with what its strongest unit sees, and the cause of each. */
function Strongest({ both, layer, channel, list }: StrongestProps) {
  const { t } = useTexts();
  const side = usePhone() ? PHONE_SIDE : SIDE;
  const rule = useInspect((state) => state.rule);
  const size = useApp((state) => modelInView(state)?.config.imageSize ?? 1);
  const questions = useMemo(() => {
    const indices = list.map(({ image }) => image);
    const targets = indices.map((index) => ({ example: { kind: 'real', index } as const, channel }));
    return { images: { indices }, signals: { layer: layer.name, rule, targets, randomised: false } };
  }, [list, channel, layer.name, rule]);
  const images = useTold('top', 'realImages', questions.images, true)?.answer;
  const signals = useTold('top', 'attribute', questions.signals)?.answer;
  const scale = Math.max(1, Math.floor(side / size));
  const pitch = size * scale + IMAGE_GAP;
  return (
    <section className={styles.column} aria-label={t('pixels.top', { n: channel + 1 })}>
      <h3>{t('pixels.top', { n: channel + 1 })}</h3>
      <p className={panel.note}>{t('pixels.topHelp')}</p>
      <div className={styles.figures}>
        {images && (
          <div className={styles.over}>
            <Pictures images={images} columns={3} side={side} label={t('pixels.top', { n: channel + 1 })} testId="top-images" />
            {list.map(({ image, row, column }, n) => (
              <span
                key={image}
                className={own.cell}
                style={{ left: (n % 3) * pitch, top: Math.floor(n / 3) * pitch, width: size * scale, height: size * scale }}
              >
                <PixelBox box={receptiveField(both.discriminator, layer.name, row, column)} size={size} />
              </span>
            ))}
          </div>
        )}
        {signals && <Signals values={signals.signal} columns={3} side={side} label={t('pixels.causes')} />}
      </div>
    </section>
  );
}
