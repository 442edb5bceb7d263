import { inspect, session } from '../../state/app';
import { lastConvolution, mapsInView } from '../../state/layer-in-view';
import type { LayerInView } from '../../state/layer-in-view';
import { dataInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { ClimbSection } from './climb-section';
import { ExcitedFigure } from './excited-figure';
import { useInspect } from './hooks';
import type { PanelProps } from './inspect-view';
import { makesColours } from './map-name';
import styles from './panels.module.css';
import own from './pixels-panel.module.css';
import { RuleSelect } from './rule-select';
import { StrongestSection } from './strongest-section';
import { TaskLine } from './task-line';

/** The most training images or latents that are searched, and how many of a channel's strongest are shown. */
const MOST_SEARCHED = 2000;
const TOP = 9;

/** From the channels of a layer to pixels: what excites them, its cause in the picture, and what would excite them most. */
export function PixelsPanel({ both, view }: PanelProps) {
  const { t } = useTexts();
  const { network } = view;
  const layer = mapsInView(both, view);
  const chosen = useInspect((state) => (view.layer === layer ? state.channel : 0));
  const channel = Math.min(chosen, layer.output[2] - 1);
  const { running, found } = useSlot(inspect.topImages.slot);
  const { layer: of, network: ofNetwork } = found?.question ?? {};
  const top = found && of === layer.name && ofNetwork === network ? found.answer : null;
  const images = useApp((state) => dataInView(state)?.loaded ?? MOST_SEARCHED);
  const count = network === 'generator' ? MOST_SEARCHED : Math.min(MOST_SEARCHED, images);
  const name = layer.name.toUpperCase();
  const search = () => void inspect.topImages.start({ network, layer: layer.name, total: count, count: TOP });
  const colours = makesColours(both, layer);
  const climb = <ClimbSection both={both} network={network} layer={layer} channel={channel} />;
  return (
    <div className={styles.column}>
      <Elsewhere both={both} view={view} />
      <div className={styles.controls}>
        <Button tone={top ? 'outlined' : 'strong'} inactive={running !== null} onClick={search}>
          {t(top ? 'pixels.again' : `pixels.search.${network}`, { count, layer: name })}
        </Button>
        {running && <TaskLine task={inspect.topImages} label={t(`pixels.searching.${network}`)} />}
        {network === 'discriminator' && <RuleSelect />}
        {top && <span>{t(`pixels.searched.${network}`, { count: top.total, step: top.step })}</span>}
      </div>
      {top ? (
        <div className={own.halves}>
          <ExcitedFigure layer={layer.name} colours={colours} found={top} channel={channel} onChannel={(next) => look({ network, layer }, next)} />
          <StrongestSection both={both} layer={layer.name} colours={colours} found={top} channel={channel} />
          {climb}
        </div>
      ) : (
        <>
          <p className={panel.note}>{t(`pixels.intro.${network}`, { layer: name, count })}</p>
          {climb}
        </>
      )}
    </div>
  );
}

/** Says whose maps are shown where the layer in view has none, and leads from G to the layer of the paper's figure. */
function Elsewhere({ both, view }: PanelProps) {
  const { t } = useTexts();
  const paper = lastConvolution(both);
  if (view.network === 'discriminator' && view.layer.kind !== 'dense') return null;
  const names = { chosen: view.layer.name.toUpperCase(), layer: paper.name.toUpperCase() };
  return (
    <div className={styles.controls}>
      <p className={panel.note}>{t(view.network === 'generator' ? 'pixels.paper' : 'pixels.onlyMaps', names)}</p>
      <Button onClick={() => look({ network: 'discriminator', layer: paper }, 0)}>{t('pixels.goTo', names)}</Button>
    </div>
  );
}

/** Shows a channel of a layer. */
function look({ network, layer }: LayerInView, channel: number): void {
  session.lookInside(network, layer.name);
  inspect.store.setState({ channel });
}
