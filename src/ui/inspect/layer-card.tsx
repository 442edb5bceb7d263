import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { KeyboardEvent } from 'react';
import { countParameters } from '../../core/architecture';
import type { LayerSpec, NetworkName } from '../../core/architecture';
import { formatNumber, isTextKey } from '../../i18n/text';
import { inspect, session } from '../../state/app';
import { layerBeside } from '../../state/layer-in-view';
import { IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import { kindKey, shapeWords } from '../train/layer-words';
import panel from '../common/panel.module.css';
import { useInspect, useTold } from './hooks';
import { InputChooser } from './input-chooser';
import type { PanelProps } from './inspect-view';
import { makesColours, mapName } from './map-name';
import styles from './layer-card.module.css';

/** The layer in view: where one is, what the network is fed (`ofZ`: a z whatever it is), what the layer is and how its weights stand. */
export function LayerCard({ ofZ, ...props }: PanelProps & { ofZ: boolean }) {
  const { t } = useTexts();
  const { network, layer } = props.view;
  return (
    <aside className={styles.card} data-network={network} aria-label={t('inspect.card')}>
      <div className={styles.part}>
        <Crumbs {...props} />
        <p className={styles.kind}>{t(kindKey(layer))}</p>
        <InputChooser network={ofZ ? 'generator' : network} />
      </div>
      <div className={styles.part}>
        <LayerFacts layer={layer} />
        <Weights network={network} layer={layer} />
      </div>
    </aside>
  );
}

/** Network, layer and channel; a click on the network goes to its first layer, arrow keys go to the neighbours of each. */
function Crumbs({ both, view }: PanelProps) {
  const { t } = useTexts();
  const { network, layer } = view;
  const channel = useInspect((state) => state.channel);
  const channels = layer.output[2];
  const place = { n: channel + 1, count: channels };
  const other: NetworkName = network === 'generator' ? 'discriminator' : 'generator';
  const goTo = (by: 1 | -1) => {
    const next = layerBeside(both, view, by);
    if (next) session.lookInside(network, next.name);
  };
  const up = () => session.lookInside(network, both[network][0]!.name);
  const swap = () => session.lookInside(other, (other === 'generator' ? both.generator.at(-2) : both.discriminator[0])!.name);
  return (
    <nav className={styles.crumbs} aria-label={t('inspect.crumbs')}>
      <ol>
        <li>
          <button type="button" title={t('inspect.firstLayer')} onClick={up} onKeyDown={onArrows(swap, swap)}>
            {t(`net.${network}`)}
          </button>
        </li>
        <li>
          <h2>
            <button
              type="button"
              title={t('inspect.arrows')}
              onKeyDown={onArrows(() => goTo(-1), () => goTo(1))}
              onClick={() => inspect.store.setState({ panel: 'maps' })}
            >
              {layer.name.toUpperCase()}
            </button>
          </h2>
        </li>
        <li>
          <ChannelStep by={-1} channel={channel} channels={channels} />
          <span aria-live="polite">{makesColours(both, layer) ? t('inspect.colourOf', { ...place, colour: mapName(t, channel, true) }) : t('inspect.channelOf', place)}</span>
          <ChannelStep by={1} channel={channel} channels={channels} />
        </li>
      </ol>
    </nav>
  );
}

/** Does one thing on the left arrow key and another on the right. */
const onArrows = (left: () => void, right: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  event.preventDefault();
  (event.key === 'ArrowLeft' ? left : right)();
};

/** Goes to the channel before or after; arrow keys go either way. */
function ChannelStep({ by, channel, channels }: { by: 1 | -1; channel: number; channels: number }) {
  const { t } = useTexts();
  const choose = (next: number) => {
    if (next >= 0 && next < channels) inspect.store.setState({ channel: next });
  };
  return (
    <IconButton
      icon={by < 0 ? ChevronLeft : ChevronRight}
      size="small"
      label={t(by < 0 ? 'inspect.channelBefore' : 'inspect.channelAfter')}
      inactive={channel + by < 0 || channel + by >= channels}
      onClick={() => choose(channel + by)}
      onKeyDown={onArrows(() => choose(channel - 1), () => choose(channel + 1))}
    />
  );
}

function LayerFacts({ layer }: { layer: LayerSpec }) {
  const { t, language } = useTexts();
  const { input, output, kernel, stride, norm, activation } = layer;
  const [from, to] = [input[0], output[0]];
  const activationKey = `option.${activation}`;
  const facts: [string, string][] = [[t('inspect.shapes'), `${shapeWords(input)} → ${shapeWords(output)}`]];
  if (kernel > 0) {
    const effect = t(to > from ? 'inspect.larger' : to < from ? 'inspect.smaller' : 'inspect.same');
    facts.push([t('inspect.kernelStride'), `${kernel}×${kernel}, ${stride} (${effect})`]);
  }
  facts.push(
    [t('inspect.then'), [t(`norm.${norm}`), isTextKey(activationKey) ? t(activationKey) : activation].join(', ')],
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

/** How the weights are spread, the gradient that Adam remembers, and channels that never fire. */
function Weights({ network, layer }: { network: NetworkName; layer: LayerSpec }) {
  const { t, language } = useTexts();
  const question = useMemo(() => ({ network, layer: layer.name }), [network, layer.name]);
  const told = useTold('card', 'layerStatistics', question);
  if (told?.answer.layer !== layer.name) return <p className={panel.note}>{t('inspect.waiting')}</p>;
  const { histogram, limit, gradientNorm, dead, channels, step } = told.answer;
  const most = Math.max(1, ...histogram);
  const high = formatNumber(language, limit, 2);
  return (
    <div className={styles.weights}>
      <h3>{t('inspect.weights')}</h3>
      <svg className={styles.histogram} viewBox={`0 0 ${histogram.length} 1`} preserveAspectRatio="none" role="img" aria-label={t('inspect.histogram', { limit: high })}>
        {histogram.map((count, bin) => (
          <rect key={bin} x={bin + 0.1} width={0.8} y={1 - count / most} height={count / most} />
        ))}
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>−{high}</span>
        <span>0</span>
        <span>{high}</span>
      </div>
      <dl className={styles.facts}>
        <div title={t('inspect.gradientNorm.help')}>
          <dt>{t('inspect.gradientNorm')}</dt>
          <dd>{gradientNorm === 0 ? t('inspect.noGradient') : formatNumber(language, gradientNorm, 2)}</dd>
        </div>
        <div>
          <dt>{t('inspect.dead')}</dt>
          <dd>{t('inspect.deadOf', { dead, channels, share: `${Math.round((100 * dead) / channels)} %` })}</dd>
        </div>
      </dl>
      <p className={panel.note}>{t('inspect.atStep', { step })}</p>
    </div>
  );
}
