import { RefreshCw } from 'lucide-react';
import { createElement, useDeferredValue, useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { inspect } from '../../state/app';
import { PACES, PANELS } from '../../state/inspect';
import type { InspectPanel, Pace } from '../../state/inspect';
import { layerOfPanel } from '../../state/layer-in-view';
import type { LayerInView } from '../../state/layer-in-view';
import type { Architecture } from '../../core/architecture';
import { bringToMiddle } from '../common/bring-to-middle';
import { IconButton } from '../common/button';
import { usePhone, useTexts } from '../common/hooks';
import { PanelTabs } from '../common/panel-tabs';
import { Select } from '../common/select';
import { NetworksStrip } from '../train/networks-strip';
import { ArithmeticPanel } from './arithmetic-panel';
import { ForgettingPanel } from './forgetting-panel';
import { GradientsPanel } from './gradients-panel';
import { useInspect, useLayerInView } from './hooks';
import styles from './inspect-view.module.css';
import { LayerCard } from './layer-card';
import { MapsPanel } from './maps-panel';
import { PixelsPanel } from './pixels-panel';

/** What a panel is handed: both networks and the layer in view. */
export interface PanelProps {
  both: Architecture;
  view: LayerInView;
}

const COMPONENTS: Record<InspectPanel, (props: PanelProps) => ReactNode> = {
  maps: MapsPanel,
  pixels: PixelsPanel,
  forgetting: ForgettingPanel,
  arithmetic: ArithmeticPanel,
  gradients: GradientsPanel,
};

/** Panels that are about pictures of z, whichever layer is in view. */
const OF_Z: ReadonlySet<InspectPanel> = new Set(['forgetting', 'gradients']);

/** Both networks with the layer in view lit; beside its card the panels that look into it, live. */
export function InspectView() {
  const { t } = useTexts();
  const panel = useInspect((state) => state.panel);
  const found = useLayerInView();
  // There what is looked at comes before how often.
  const phone = usePhone();
  // The panel comes after the rest, so that opening the view is not one long task.
  const ready = useDeferredValue(true, false);
  const strip = useRef<HTMLDivElement>(null);
  const shown = found && layerOfPanel(found.both, found.view, panel);
  const lit = shown && `${shown.network}/${shown.layer.name}`;
  useEffect(() => {
    const layer = strip.current?.querySelector('[aria-current]');
    if (lit && layer) bringToMiddle(layer, layer.closest('ol'));
  }, [lit]);
  if (!found || !shown) return <p className={styles.empty}>{t('inspect.waiting')}</p>;
  return (
    <div className={styles.view}>
      <div ref={strip} className={styles.strip} role="toolbar" tabIndex={-1} aria-label={t('inspect.layers')} onKeyDown={walk}>
        <NetworksStrip lit={{ [shown.network]: shown.layer.name }} />
      </div>
      <LayerCard both={found.both} view={shown} ofZ={OF_Z.has(panel)} />
      <PanelTabs
        className={styles.panels!}
        label={t('inspect.panels')}
        ids={PANELS}
        value={panel}
        nameOf={(id) => t(`inspect.panel.${id}`)}
        onPick={(next) => inspect.store.setState({ panel: next })}
        panelOf={(id) => ready && createElement(COMPONENTS[id], found)}
        beside={!phone && <PaceSelect />}
        comesUp
      />
      {phone && <PaceSelect />}
    </div>
  );
}

/** Arrow keys go from layer to layer in the drawing of the networks. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  const layers = [...event.currentTarget.querySelectorAll('button')];
  const next = layers[layers.findIndex((layer) => layer === document.activeElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** How often all panels follow training. */
function PaceSelect() {
  const { t } = useTexts();
  const pace = useInspect((state) => state.pace);
  const options = (Object.keys(PACES) as Pace[]).map((value) => ({ value, text: t(`inspect.pace.${value}`) }));
  return (
    <div className={styles.pace}>
      <label title={t('inspect.pace.help')}>
        {t('inspect.pace')}
        <Select value={pace} options={options} onPick={(next) => inspect.setPace(next)} />
      </label>
      {pace === 'off' && <IconButton icon={RefreshCw} label={t('inspect.refresh')} onClick={() => void inspect.refresh()} />}
    </div>
  );
}
