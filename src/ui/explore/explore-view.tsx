import { Tabs } from '@base-ui/react/tabs';
import { useEffect } from 'react';
import { explore } from '../../state/app';
import { TOOLS } from '../../state/explore';
import type { Tool } from '../../state/explore';
import { modelInView } from '../../state/store';
import { useApp, useTexts } from '../common/hooks';
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
  useEffect(() => {
    if (run !== undefined && !explore.directions.value) void explore.findDirections();
  }, [run]);
  return (
    <div className={styles.view}>
      <PicturePanel />
      <Tabs.Root
        className={styles.tools!}
        value={tool}
        onValueChange={(next: Tool) => explore.store.setState({ tool: next })}
      >
        <Tabs.List className={styles.tabs!} aria-label={t('explore.tools')}>
          {TOOLS.map((id) => (
            <Tabs.Tab key={id} value={id} className={styles.tab!}>
              {t(`explore.tool.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TOOLS.map((id) => {
          const Panel = PANELS[id];
          return (
            <Tabs.Panel key={id} value={id} className={styles.panel!}>
              <Panel />
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
      <PinShelf />
    </div>
  );
}
