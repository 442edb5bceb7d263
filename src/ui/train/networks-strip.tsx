import { useMemo } from 'react';
import { architecture, countParameters } from '../../core/architecture';
import type { LayerSpec, MapShape, NetworkName } from '../../core/architecture';
import { checkConfig } from '../../core/config';
import { PRESETS } from '../../core/presets';
import { formatCompact } from '../../i18n/text';
import { session } from '../../state/app';
import { modelInView } from '../../state/store';
import { useApp, useTexts } from '../common/hooks';
import { kindKey, shapeWords } from './layer-words';
import styles from './networks-strip.module.css';
import { Slab } from './slab';

interface StripProps {
  className?: string;
  /** The layers that are lit, by network. */
  lit?: Partial<Record<NetworkName, string>>;
}

/** Both networks layer by layer, drawn from the config itself as in the paper's Figure 1; each layer opens Look inside. */
export function NetworksStrip({ className, lit }: StripProps) {
  const { t } = useTexts();
  const run = useApp(modelInView);
  const draft = useApp((state) => state.draft);
  const both = useMemo(() => {
    if (run) return run.architecture;
    const valid = Object.keys(checkConfig(draft.config)).length === 0;
    return architecture(valid ? draft.config : PRESETS[draft.preset]);
  }, [run, draft]);
  const pooled = both.discriminator.some(({ pool }) => pool);
  return (
    <section className={`${styles.strip} ${className ?? ''}`} aria-label={t('net.title')}>
      <Network
        network="generator"
        layers={both.generator}
        summary={t(pooled ? 'net.summaryGPooling' : 'net.summaryG', { count: resizing(both.generator) })}
        lit={lit?.generator}
      />
      <Network
        network="discriminator"
        layers={both.discriminator}
        summary={t(pooled ? 'net.summaryDPooling' : 'net.summaryD', { count: resizing(both.discriminator) })}
        lit={lit?.discriminator}
      />
    </section>
  );
}

const resizing = (layers: readonly LayerSpec[]) => layers.filter(({ kind }) => kind !== 'dense').length;

interface NetworkProps {
  network: NetworkName;
  layers: readonly LayerSpec[];
  summary: string;
  lit: string | undefined;
}

function Network({ network, layers, summary, lit }: NetworkProps) {
  const { t, language } = useTexts();
  const [first] = layers;
  if (!first) return null;
  const end = network === 'generator' ? t('net.latent') : t('net.image');
  return (
    <div className={styles.network} data-network={network}>
      <div className={styles.head}>
        <h2>{t(`net.${network}`)}</h2>
        <p>
          {summary} · {t('net.parameters', { count: formatCompact(language, countParameters(layers)) })}
        </p>
      </div>
      <ol className={styles.layers}>
        <li className={styles.end}>
          <Slab shape={first.input} network={network} />
          <span>{end}</span>
          <span className={styles.shape}>{shapeWords(first.input)}</span>
        </li>
        {layers.map((layer) => (
          <Layer key={layer.name} network={network} layer={layer} lit={layer.name === lit} />
        ))}
      </ol>
    </div>
  );
}

function Layer({ network, layer, lit }: { network: NetworkName; layer: LayerSpec; lit: boolean }) {
  const { t, language } = useTexts();
  const { input, output, name } = layer;
  const count = formatCompact(language, countParameters(layer));
  const label = t('net.layer', {
    name: name.toUpperCase(),
    kind: t(kindKey(layer)),
    input: shapeWords(input),
    output: shapeWords(output),
    count,
  });
  return (
    <li className={styles.item}>
      <span className={styles.arrow} aria-hidden>
        {sizeChange(input, output) || '›'}
      </span>
      <button
        type="button"
        className={styles.layer}
        aria-label={label}
        title={t(kindKey(layer))}
        aria-current={lit || undefined}
        onClick={() => session.lookInside(network, name)}
      >
        <Slab shape={output} network={network} />
        <span className={styles.shape}>{shapeWords(output)}</span>
        <span className={styles.count}>
          <span className={styles.name}>{name.toUpperCase()}</span> · {count}
        </span>
      </button>
    </li>
  );
}

/** How a layer changes its map's size: `×2`, `÷2`, or nothing to say. */
function sizeChange([from]: MapShape, [to]: MapShape): string {
  if (to === 2 * from) return '×2';
  return from === 2 * to ? '÷2' : '';
}
