import { createElement, useDeferredValue, useEffect, useRef } from 'react';
import { explore } from '../../state/app';
import { TOOLS } from '../../state/explore-settings';
import type { Tool } from '../../state/explore-settings';
import { modelInView } from '../../state/store';
import { bringToMiddle } from '../common/bring-to-middle';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { PanelTabs } from '../common/panel-tabs';
import { ArithmeticTool } from './arithmetic-tool';
import { DirectionTool } from './direction-tool';
import styles from './explore-view.module.css';
import { useExplore } from './hooks';
import { InversionTool } from './inversion-tool';
import { MapTool } from './map-tool';
import { NeighboursTool } from './neighbours-tool';
import { PicturePanel } from './picture-panel';
import { PinShelf } from './pin-shelf';
import { PlaneTool } from './plane-tool';
import { SlidersTool } from './sliders-tool';
import { WalkTool } from './walk-tool';

const PANELS: Record<Tool, () => React.ReactNode> = {
  sliders: SlidersTool,
  walk: WalkTool,
  plane: PlaneTool,
  arithmetic: ArithmeticTool,
  direction: DirectionTool,
  inversion: InversionTool,
  neighbours: NeighboursTool,
  map: MapTool,
};

/** One large image with its z, the tools that work on latents beside it, and the pins along the bottom. */
export function ExploreView() {
  const { t } = useTexts();
  const tool = useExplore((state) => state.tool);
  const run = useApp((state) => modelInView(state)?.id);
  // The tool comes after the picture, so that opening the view is not one long task.
  const ready = useDeferredValue(true, false);
  const view = useRef<HTMLDivElement>(null);
  const phone = usePhone();
  useEffect(() => {
    const tab = phone && view.current?.querySelector('[role="tab"][aria-selected="true"]');
    if (tab) bringToMiddle(tab, tab.parentElement);
  }, [tool, phone]);
  useEffect(() => {
    if (run !== undefined) explore.keepDirections();
  }, [run]);
  return (
    <div ref={view} className={styles.view} data-tool={tool}>
      <PicturePanel />
      <PanelTabs
        className={styles.tools!}
        label={t('explore.tools')}
        ids={TOOLS}
        value={tool}
        nameOf={(id) => t(`explore.tool.${id}`)}
        onPick={(next) => explore.store.setState({ tool: next })}
        panelOf={(id) => ready && createElement(PANELS[id])}
      />
      <PinShelf />
    </div>
  );
}
