import { useMemo } from 'react';
import { architecture, countParameters } from '../../core/architecture';
import type { LayerSpec, NetworkName } from '../../core/architecture';
import { isTextKey } from '../../i18n/text';
import { layerInView } from '../../state/layer-in-view';
import { useApp, useTexts } from '../common/hooks';
import { kindKey, shapeWords } from '../train/layer-words';
import { NetworksStrip } from '../train/networks-strip';
import styles from './inspect-view.module.css';
import { KernelPanel } from './kernel-panel';

/** Both networks with a layer of each lit, and below the kernels of these two layers as they change. */
export function InspectView() {
  const { t } = useTexts();
  const run = useApp((state) => state.run);
  const config = useApp((state) => state.applied?.config ?? null);
  const chosen = useApp((state) => state.layers);
  const both = useMemo(() => run?.architecture ?? (config ? architecture(config) : null), [run, config]);
  if (!both) return <p className={styles.empty}>{t('inspect.waiting')}</p>;
  const generator = layerInView(both, chosen, 'generator');
  const discriminator = layerInView(both, chosen, 'discriminator');
  return (
    <div className={styles.view}>
      <NetworksStrip className={styles.strip} lit={{ generator: generator.name, discriminator: discriminator.name }} />
      <div className={styles.columns} data-testid="filter-grid">
        <LayerPanel network="generator" layer={generator} />
        <LayerPanel network="discriminator" layer={discriminator} />
      </div>
    </div>
  );
}

function LayerPanel({ network, layer }: { network: NetworkName; layer: LayerSpec }) {
  const { t } = useTexts();
  const title = t('inspect.kernels', { layer: layer.name.toUpperCase() });
  return (
    <section className={styles.layer} data-network={network} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles.kind}>{t(kindKey(layer))}</p>
      <LayerFacts layer={layer} />
      <KernelPanel key={layer.name} network={network} layer={layer} />
    </section>
  );
}

function LayerFacts({ layer }: { layer: LayerSpec }) {
  const { t, language } = useTexts();
  const { input, output, kernel, stride, norm, activation } = layer;
  const [from, to] = [input[0], output[0]];
  const activationKey = `option.${activation}`;
  const facts: [string, string][] = [
    [t('inspect.input'), shapeWords(input)],
    [t('inspect.output'), shapeWords(output)],
  ];
  if (kernel > 0) {
    facts.push([t('inspect.kernel'), `${kernel}×${kernel}`], [t('inspect.stride'), String(stride)]);
    facts.push([t('inspect.sizeEffect'), t(to > from ? 'inspect.larger' : to < from ? 'inspect.smaller' : 'inspect.same')]);
  }
  facts.push(
    [t('inspect.norm'), t(`norm.${norm}`)],
    [t('inspect.activation'), isTextKey(activationKey) ? t(activationKey) : activation],
    [t('inspect.parameters'), countParameters(layer).toLocaleString(language)],
  );
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
