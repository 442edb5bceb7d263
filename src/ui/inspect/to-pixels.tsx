import { useMemo } from 'react';
import type { Images } from '../../core/images';
import { paintedField, receptiveField } from '../../core/receptive-field';
import { formatNumber } from '../../i18n/text';
import { inspect } from '../../state/app';
import { layerScales } from '../../state/inspect';
import type { InspectState } from '../../state/inspect';
import type { ModelRequest, Told } from '../../state/live';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, useLatents, useMedia, useTexts } from '../common/hooks';
import { Slider } from '../common/slider';
import { Toggle } from '../common/toggle';
import panel from '../common/panel.module.css';
import { useExample, useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import { makesColours, mapName } from './map-name';
import { PixelBox, Picture, Signal } from './pictures';
import styles from './panels.module.css';
import { RuleSelect } from './rule-select';
import { useUnits } from './searched';
import { switchWords } from './switch-words';

/** Side of the pictures, in CSS pixels. */
const SIDE = 128;

interface ChannelProps extends PanelProps {
  /** The unit of the maps that is pointed at. */
  unit: { y: number; x: number } | null;
}

/** What a channel of G does: the picture with and without it (or as it is scaled), all other changes made in both. */
export function ChannelInImage({ both, view, unit }: ChannelProps) {
  const { t, language } = useTexts();
  const touch = useMedia('(pointer: coarse)');
  const { layer } = view;
  const z = useLatents((state) => state.z);
  const { channel, factors } = useInspect((state) => ({ channel: state.channel, factors: state.factors }));
  const map = mapName(t, channel, makesColours(both, layer));
  const factor = factors[layer.name]?.[channel] ?? 1;
  const changed = countOf(factors);
  const { others, all } = useMemo(() => {
    const { [channel]: own = 0, ...rest } = factors[layer.name] ?? {};
    return { others: { ...factors, [layer.name]: rest }, all: { ...factors, [layer.name]: { ...rest, [channel]: own } } };
  }, [factors, layer.name, channel]);
  const withIt = useMemo(() => ({ z, scales: layerScales(others, both.generator), channel: 'inspect/with' }), [z, others, both]);
  const withoutIt = useMemo(() => ({ z, scales: layerScales(all, both.generator), channel: 'inspect/without' }), [z, all, both]);
  const before = useImages(useTold('with', 'renderScaled', withIt));
  const after = useImages(useTold('without', 'renderScaled', withoutIt));
  const wordsOf = (made: InspectState['factors']) => switchWords({ t, language }, both, made, layer.name);
  const painted = unit && paintedField(both.generator, layer.name, unit.y, unit.x);
  return (
    <section className={styles.column} aria-label={t('inspect.inImage')}>
      <h3>{t('inspect.inImage')}</h3>
      <div className={styles.controls}>
        <span className={panel.field}>
          <Toggle id="channel-on" on={factor !== 0} onToggle={(on) => inspect.scaleChannel(layer.name, channel, on ? 1 : 0)} />
          <label htmlFor="channel-on">{t('inspect.channelOn', { map })}</label>
        </span>
        <label className={panel.field}>
          {t('inspect.times')}
          <Slider min={0} max={2} step={0.05} origin={1} value={factor} onSlide={(next) => inspect.scaleChannel(layer.name, channel, next)} />
          <output>×{formatNumber(language, factor, 3)}</output>
        </label>
      </div>
      <p className={panel.note}>{t(touch ? 'inspect.ablationHint.touch' : 'inspect.ablationHint')}</p>
      <div className={styles.figures}>
        {before && (
          <Picture images={before} side={SIDE} caption={countOf(others) > 0 ? wordsOf(others) : t('inspect.withAll')} testId="unablated">
            {painted && <PixelBox box={painted} size={before.size} />}
          </Picture>
        )}
        {after && (
          <Picture
            images={after}
            side={SIDE}
            testId="ablated"
            caption={wordsOf(all)}
          />
        )}
        {before && after && before.size === after.size && (
          <Signal
            values={differenceOf(before, after)}
            size={before.size}
            channels={1}
            side={SIDE}
            caption={t('inspect.goes')}
          />
        )}
      </div>
      {changed > 0 && <Button onClick={() => inspect.store.setState({ factors: {} })}>{t('inspect.allOn', { count: changed })}</Button>}
    </section>
  );
}

/** What excites a channel of D in the input: guided backpropagation of its strongest response, and what it can see. */
export function ChannelInPixels({ both, view, unit }: ChannelProps) {
  const { t, language } = useTexts();
  const { layer } = view;
  const example = useExample('discriminator');
  const { channel, rule } = useInspect((state) => ({ channel: state.channel, rule: state.rule }));
  const size = useApp((state) => modelInView(state)?.config.imageSize ?? 0);
  const channels = useApp((state) => modelInView(state)?.config.channels ?? 1);
  const question = useMemo(
    () => ({ network: 'discriminator' as const, layer: layer.name, rule, targets: [{ example, channel }], randomised: false }),
    [layer.name, rule, example, channel],
  );
  const ours = useUnits('example', question);
  const place = unit ?? (ours && { y: ours.places[0]!, x: ours.places[1]! });
  const drawn = useMemo(() => ours && ours.signal.some((value) => value !== 0), [ours]);
  const response = { n: channel + 1, value: ours ? formatNumber(language, ours.responses[0]!, 3) : '' };
  const seen = place && receptiveField(both.discriminator, layer.name, place.y, place.x);
  return (
    <section className={styles.column} aria-label={t('inspect.toPixels')}>
      <h3>{t('inspect.toPixels')}</h3>
      <div className={styles.controls}>
        <RuleSelect />
      </div>
      {!ours && <p className={panel.note}>{t('inspect.waiting')}</p>}
      {ours && !drawn && (
        <p data-testid="nothing-back">{t(ours.responses[0]! > 0 ? 'inspect.noSignal' : 'inspect.noExcitement', response)}</p>
      )}
      {ours && drawn && (
        <div className={styles.figures}>
          <Signal
            values={ours.signal}
            size={size}
            channels={channels}
            side={SIDE * 2}
            testId="guided"
            caption={t('inspect.responseAt', { ...response, row: ours.places[0]! + 1, column: ours.places[1]! + 1 })}
          >
            {seen && <PixelBox box={seen} size={size} />}
          </Signal>
        </div>
      )}
      {drawn && seen && (
        <p className={panel.note}>
          {t(unit ? 'inspect.seesPointed' : 'inspect.sees', { height: seen.bottom - seen.top, width: seen.right - seen.left })}
        </p>
      )}
      <p className={panel.note}>{t(`inspect.rule.${rule}.help`)}</p>
    </section>
  );
}

/** How many channels are switched off or scaled. */
function countOf(factors: InspectState['factors']): number {
  return Object.values(factors).reduce((sum, own) => sum + Object.keys(own).length, 0);
}

function useImages(told: Told<Extract<ModelRequest, 'renderScaled'>> | null): Images | null {
  return told?.answer.images ?? null;
}

/** How much brighter each pixel is in the first picture, from -1 to 1: the mean over its colours. */
function differenceOf(a: Images, b: Images): Float32Array {
  return Float32Array.from({ length: a.size * a.size }, (_, i) => {
    const at = (colour: number) => a.rgba[4 * i + colour]! - b.rgba[4 * i + colour]!;
    return (at(0) + at(1) + at(2)) / 765;
  });
}
