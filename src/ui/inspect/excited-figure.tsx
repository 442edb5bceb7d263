import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import { IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import { Pictures } from '../explore/tiles';
import panel from '../common/panel.module.css';
import { useInspect } from './hooks';
import { mapName } from './map-name';
import styles from './panels.module.css';
import { ScaleLegend } from './scale-legend';
import { searchedExample, useSearchedImages, useUnits } from './searched';
import type { Searched } from './searched';
import { Signals, useSmallSide } from './signals';

/** Channels beside each other, as many as in the paper's figure. */
const BESIDE = 6;

interface ExcitedFigureProps {
  layer: string;
  /** Whether the layer's maps are the colours of a picture. */
  colours: boolean;
  found: Searched;
  channel: number;
  onChannel: (channel: number) => void;
}

/** Six channels beside each other: the strongest picture of each, and its cause in the network as trained and as initialised. */
export function ExcitedFigure({ layer, colours, found, channel, onChannel }: ExcitedFigureProps) {
  const { t } = useTexts();
  const side = useSmallSide();
  const { network, channels } = found;
  const rule = useInspect((state) => state.rule);
  const first = Math.floor(channel / BESIDE) * BESIDE;
  const questions = useMemo(() => {
    const indices = channels.slice(first, first + BESIDE).map((list) => list[0]!.image);
    const targets = indices.map((index, n) => ({ example: searchedExample(found, index), channel: first + n }));
    const ask = { network, layer, rule, targets };
    return { indices, trained: { ...ask, randomised: false }, randomised: { ...ask, randomised: true } };
  }, [found, network, channels, first, layer, rule]);
  const trained = useUnits('figure/trained', questions.trained);
  const images = useSearchedImages('figure', found, questions.indices, trained);
  const randomised = useUnits('figure/randomised', questions.randomised, true);
  const row = {
    network,
    columns: BESIDE,
    nameOf: (n: number) => mapName(t, first + n, colours),
    chosen: channel - first,
    onChoose: (n: number) => onChannel(first + n),
  };
  const to = Math.min(first + BESIDE, channels.length);
  const maps = colours ? channels.map((_, n) => row.nameOf(n)).join(', ') : t('pixels.mapRange', { from: first + 1, to });
  return (
    <section className={styles.column} aria-label={t('pixels.figure')}>
      <div className={styles.head}>
        <h3>{t('pixels.figure')}</h3>
        <div className={styles.controls}>
          <IconButton icon={ChevronLeft} size="small" label={t('pixels.before')} inactive={first === 0} onClick={() => onChannel(first - BESIDE)} />
          <IconButton icon={ChevronRight} size="small" label={t('pixels.after')} inactive={to === channels.length} onClick={() => onChannel(first + BESIDE)} />
        </div>
      </div>
      <p className={panel.note}>{t(`pixels.strongestOf.${network}`, { maps })}</p>
      {images && <Pictures images={images} columns={BESIDE} side={side} label={t(`pixels.images.${network}`)} />}
      <p className={panel.note}>
        {t(`pixels.trained.${network}`)}
        {trained && ` · ${t('inspect.atStep', { step: trained.step })}`}
      </p>
      {trained && <Signals {...row} values={trained.signal} label={t(`pixels.trained.${network}`)} testId="guided-trained" />}
      <p className={panel.note}>{t(`pixels.randomised.${network}`)}</p>
      {randomised && <Signals {...row} values={randomised.signal} label={t(`pixels.randomised.${network}`)} testId="guided-random" />}
      <ScaleLegend limit={null} />
      <p className={panel.note}>{t(network === 'generator' ? 'pixels.painted.help' : `inspect.rule.${rule}.help`)}</p>
    </section>
  );
}
