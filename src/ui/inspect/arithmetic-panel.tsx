import { useMemo, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import type { LayerSpec } from '../../core/architecture';
import type { LayerPass } from '../../core/inspection';
import { outputSize, tapsOf, unitSums } from '../../core/pixel-arithmetic';
import type { ConvGeometry } from '../../core/pixel-arithmetic';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import { convolutionInView } from '../../state/layer-in-view';
import { Button } from '../common/button';
import { Explained } from '../common/explained';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import panel from '../common/panel.module.css';
import own from './arithmetic-panel.module.css';
import { hasNegative, scaleLimit } from './colour-scale';
import { useExample, useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import { makesColours, mapName, readsColours } from './map-name';
import { NumberGrid } from './number-grid';
import { outputPixel } from './output-pixel';
import { OverlapSection } from './overlap-section';
import { PixelBox } from './pictures';
import styles from './panels.module.css';
import { ScaleLegend } from './scale-legend';
import { TileCanvas } from './tile-canvas';
import { mapTiles, oneTile } from './tiles';

/** Side of the drawn maps, in CSS pixels, and the input maps that are listed one by one. */
const SIDE = 128;
const LISTED = 6;

/** One unit of a convolution of this model, from the input window through the products to the sum. */
export function ArithmeticPanel({ both, view }: PanelProps) {
  const { t } = useTexts();
  const layer = convolutionInView(both, view);
  const { network } = view;
  const example = useExample(network);
  const chosen = useInspect((state) => (view.layer === layer ? state.channel : 0));
  const channel = Math.min(chosen, layer.output[2] - 1);
  const question = useMemo(
    () => ({ network, example, layer: layer.name, channel }),
    [network, example, layer.name, channel],
  );
  const pass = useTold('arithmetic', 'layerPass', question)?.answer;
  const strided = both.discriminator[0]!;
  const fractional = both.generator.find(({ kind }) => kind !== 'dense')!;
  const choice = (
    <>
      <Button tone={network === 'generator' ? 'strong' : 'outlined'} onClick={() => session.lookInside('generator', fractional.name)}>
        {t('unit.generator')}
      </Button>
      <Button tone={network === 'discriminator' ? 'strong' : 'outlined'} onClick={() => session.lookInside('discriminator', strided.name)}>
        {t('unit.discriminator')}
      </Button>
    </>
  );
  return (
    <div className={styles.column}>
      <p className={panel.note}>
        <Explained text={t('unit.intro')} />
      </p>
      {layer !== view.layer && (
        <p data-testid="unit-elsewhere">
          {t(`unit.elsewhere.${network}`, { chosen: view.layer.name.toUpperCase(), layer: layer.name.toUpperCase() })}
        </p>
      )}
      {pass?.layer === layer.name ? (
        <Unit
          key={`${network}/${layer.name}`}
          layer={layer}
          pass={pass}
          step={pass.step}
          inputName={(map) => mapName(t, map, readsColours(both, layer))}
          outputName={mapName(t, channel, makesColours(both, layer))}
          last={layer === both.generator.at(-1)}
        >
          {choice}
        </Unit>
      ) : (
        <>
          <div className={styles.controls}>{choice}</div>
          <p className={panel.note}>{t('inspect.waiting')}</p>
        </>
      )}
      <OverlapSection kernel={layer.kernel} />
    </div>
  );
}

const STRIDES = ['1', '2'] as const;

interface UnitProps {
  layer: LayerSpec;
  pass: LayerPass;
  step: number;
  /** What the input maps and the unit's own map are called. */
  inputName: (map: number) => string;
  outputName: string;
  /** Whether the unit becomes a pixel of G's picture. */
  last: boolean;
  /** What stands before the stride. */
  children: ReactNode;
}

function Unit({ layer, pass, step, inputName, outputName, last, children }: UnitProps) {
  const { t, language } = useTexts();
  const [stride, setStride] = useState(layer.stride);
  const [place, setPlace] = useState({ y: 1, x: 1 });
  const [map, setMap] = useState<number | null>(null);
  const [inputSize, , channels] = pass.inputShape;
  // The layer in view is a convolution: a dense one has been passed over.
  const kind = layer.kind as ConvGeometry['kind'];
  const geometry = useMemo(
    () => ({ kind, kernel: layer.kernel, stride, inputSize }),
    [kind, layer.kernel, stride, inputSize],
  );
  const size = outputSize(geometry);
  const output = useMemo(
    () => (stride === layer.stride ? pass.output : everyUnit(geometry, pass)),
    [stride, layer.stride, geometry, pass],
  );
  const unit = { y: Math.min(place.y, size - 1), x: Math.min(place.x, size - 1) };
  const sums = unitSums(geometry, { ...pass, channels }, unit.y, unit.x);
  const order = [...sums.keys()].toSorted((a, b) => Math.abs(sums[b]!) - Math.abs(sums[a]!));
  const shown = map !== null && map < channels ? map : order[0]!;
  const total = sums.reduce((sum, part) => sum + part, 0);
  const value = output[unit.y * size + unit.x]!;
  const number = (given: number) => formatNumber(language, given, 3).replace('-', '−');
  const pixel = last && stride === layer.stride ? outputPixel(layer, total) : null;
  const effect = t(size > inputSize ? 'inspect.larger' : size < inputSize ? 'inspect.smaller' : 'inspect.same');
  return (
    <>
      <div className={styles.controls}>
        {children}
        <label className={panel.field}>
          {t('inspect.stride')}
          <Select value={String(stride) as (typeof STRIDES)[number]} options={STRIDES.map((text) => ({ value: text, text }))} onPick={(next) => setStride(Number(next))} />
        </label>
        <span>
          {t(stride === layer.stride ? 'unit.own' : 'unit.whatIf', { stride: layer.stride })} ·{' '}
          {t('unit.sizes', { from: inputSize, to: size, effect })} · {t('inspect.atStep', { step })}
        </span>
      </div>
      <div className={own.parts}>
        <UnitPicker name={outputName} values={output} size={size} unit={unit} onPick={setPlace} />
        <Window geometry={geometry} pass={pass} map={shown} unit={unit} name={inputName(shown)} />
        <Products geometry={geometry} pass={pass} map={shown} unit={unit} />
        <section className={own.sums} aria-label={t('unit.sums')}>
          <h3>{t('unit.sums')}</h3>
          <ul>
            {order.slice(0, LISTED).map((channel) => (
              <li key={channel}>
                <button type="button" aria-pressed={channel === shown} onClick={() => setMap(channel)}>
                  <span>{inputName(channel)}</span>
                  <span>{number(sums[channel]!)}</span>
                </button>
              </li>
            ))}
            {order.length > LISTED && (
              <li className={own.rest}>
                <span>{t('unit.others', { count: order.length - LISTED })}</span>
                <span>{number(order.slice(LISTED).reduce((sum, channel) => sum + sums[channel]!, 0))}</span>
              </li>
            )}
            <li className={own.total}>
              <span>{t('unit.total')}</span>
              <span data-testid="unit-sum">{number(total)}</span>
            </li>
          </ul>
          {stride === layer.stride && (
            <p className={panel.note} data-testid="unit-check">
              {agree(total, value, sums) ? t('unit.agrees', { value: number(value) }) : t('unit.differs', { value: number(value) })}
            </p>
          )}
          {pixel && (
            <p data-testid="unit-pixel">
              {t('unit.pixel', {
                curve: t(`option.${pixel.activation}`),
                sum: number(total),
                value: number(pixel.value),
                brightness: pixel.brightness,
              })}
            </p>
          )}
        </section>
      </div>
    </>
  );
}

/** Equal but for the rounding of 32-bit sums. */
function agree(total: number, value: number, sums: Float64Array): boolean {
  const sizes = sums.reduce((sum, part) => sum + Math.abs(part), 0);
  return Math.abs(total - value) <= 1e-4 * Math.max(sizes, 1e-3);
}

function everyUnit(geometry: ConvGeometry, pass: LayerPass): Float32Array {
  const size = outputSize(geometry);
  const data = { ...pass, channels: pass.inputShape[2] };
  return Float32Array.from({ length: size * size }, (_, i) =>
    unitSums(geometry, data, Math.floor(i / size), i % size).reduce((sum, part) => sum + part, 0),
  );
}

interface PartProps {
  geometry: ConvGeometry;
  pass: LayerPass;
  map: number;
  unit: { y: number; x: number };
}

/** The input map, with the window that the unit is made from. */
function Window({ geometry, pass, map, unit, name }: PartProps & { name: string }) {
  const { t } = useTexts();
  const tiles = useMemo(() => mapTiles({ shape: pass.inputShape, values: pass.input }), [pass]);
  const limit = useMemo(() => scaleLimit(pass.input), [pass]);
  const signed = useMemo(() => hasNegative(pass.input), [pass]);
  const { inputSize } = geometry;
  const [rows, columns] = [tapsOf(geometry, unit.y), tapsOf(geometry, unit.x)];
  const box = {
    top: rows[0]!.input,
    bottom: rows.at(-1)!.input + 1,
    left: columns[0]!.input,
    right: columns.at(-1)!.input + 1,
  };
  return (
    <figure className={panel.figure} style={{ width: SIDE }}>
      <h3>{t('unit.window')}</h3>
      <div className={styles.over}>
        <TileCanvas tiles={tiles} shown={[map]} grid={{ columns: 1, scale: Math.max(1, Math.floor(SIDE / inputSize)) }} limitOf={() => limit}>
          {name}
        </TileCanvas>
        <PixelBox box={box} size={inputSize} />
      </div>
      <figcaption>{t('unit.windowOf', { map: name, size: inputSize })}</figcaption>
      <ScaleLegend limit={limit} signed={signed} />
    </figure>
  );
}

/** The window's values, the weights that they meet, and the products. */
function Products({ geometry, pass, map, unit }: PartProps) {
  const { t } = useTexts();
  const channels = pass.inputShape[2];
  const [rows, columns] = [tapsOf(geometry, unit.y), tapsOf(geometry, unit.x)];
  const table = (valueAt: (row: (typeof rows)[number], column: (typeof rows)[number]) => number) =>
    rows.map((row) => columns.map((column) => valueAt(row, column)));
  const inputs = table((row, column) => pass.input[(row.input * geometry.inputSize + column.input) * channels + map]!);
  const weights = table((row, column) => pass.kernel[(row.kernel * geometry.kernel + column.kernel) * channels + map]!);
  const products = inputs.map((line, y) => line.map((input, x) => input * weights[y]![x]!));
  const names = (taps: typeof rows) => taps.map(({ input }) => String(input + 1));
  const places = { rowNames: names(rows), columnNames: names(columns) };
  const used = rows.length * columns.length;
  return (
    <div className={own.products}>
      <NumberGrid caption={t('unit.inputs')} rows={inputs} {...places} />
      <div className={own.signed}>
        <span className={own.sign} aria-hidden>
          ×
        </span>
        <NumberGrid
          caption={t('unit.weights', { used, all: geometry.kernel ** 2 })}
          rows={weights}
          rowNames={rows.map(({ kernel }) => String(kernel + 1))}
          columnNames={columns.map(({ kernel }) => String(kernel + 1))}
        />
      </div>
      <div className={own.signed}>
        <span className={own.sign} aria-hidden>
          =
        </span>
        <NumberGrid caption={t('unit.products')} rows={products} {...places} />
      </div>
    </div>
  );
}

interface UnitPickerProps {
  /** What the map is called. */
  name: string;
  values: Float32Array;
  size: number;
  unit: { y: number; x: number };
  onPick: (unit: { y: number; x: number }) => void;
}

/** The output map, on which a unit is chosen by pointer or arrow keys. */
function UnitPicker({ name, values, size, unit, onPick }: UnitPickerProps) {
  const { t } = useTexts();
  const tiles = useMemo(() => oneTile(values, size, size), [values, size]);
  const limit = useMemo(() => scaleLimit(values), [values]);
  const scale = Math.max(1, Math.floor(SIDE / size));
  const pick = (event: MouseEvent<HTMLButtonElement>) => {
    // A key press clicks too, but points nowhere.
    if (event.detail === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = (offset: number) => Math.min(size - 1, Math.max(0, Math.floor(offset / scale)));
    onPick({ y: at(event.clientY - box.top), x: at(event.clientX - box.left) });
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    const clamp = (value: number) => Math.min(size - 1, Math.max(0, value));
    onPick({ y: clamp(unit.y + by[0]!), x: clamp(unit.x + by[1]!) });
  };
  const words = t('unit.unit', { row: unit.y + 1, column: unit.x + 1, size });
  return (
    <figure className={panel.figure} style={{ width: SIDE }}>
      <h3>{t('unit.output', { map: name })}</h3>
      <button type="button" className={own.picker} aria-label={`${words} ${t('unit.pick')}`} onClick={pick} onKeyDown={move}>
        <TileCanvas tiles={tiles} shown={[0]} grid={{ columns: 1, scale }} limitOf={() => limit} />
        <PixelBox box={{ top: unit.y, left: unit.x, bottom: unit.y + 1, right: unit.x + 1 }} size={size} />
      </button>
      <figcaption>{words}</figcaption>
      <ScaleLegend limit={limit} signed={hasNegative(values)} />
    </figure>
  );
}
