import { explore } from '../../state/app';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Toggle } from '../common/toggle';
import panel from '../common/panel.module.css';
import { useExplore, useJob } from './hooks';
import { JobLine } from './job-line';
import { SampleMap } from './sample-map';
import styles from './tools.module.css';

/** Many samples laid out so that those which D finds alike lie together. */
export function MapTool() {
  const { t } = useTexts();
  const map = useSlot(explore.map);
  const { running, progress } = useJob('layOut');
  const ready = useApp((state) => modelInView(state) !== null);
  const { method, reals } = useExplore((state) => ({ method: state.mapMethod, reals: state.mapReals }));
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <label className={panel.field}>
          {t('map.method')}
          <Select
            value={method}
            options={[
              { value: 'pca', text: t('map.pca') },
              { value: 'umap', text: t('map.umap') },
            ]}
            onPick={(mapMethod) => explore.store.setState({ mapMethod })}
          />
        </label>
        <span className={panel.field}>
          <label htmlFor="map-reals">{t('map.reals')}</label>
          <Toggle id="map-reals" on={reals} onToggle={(on) => explore.store.setState({ mapReals: on })} />
        </span>
        <Button tone="strong" inactive={!ready} onClick={() => void explore.layOut()}>
          {t('map.make')}
        </Button>
        {running && <JobLine name="layOut" progress={progress} />}
      </div>
      {map ? <SampleMap map={map} /> : <p className={panel.note}>{t('map.intro')}</p>}
    </div>
  );
}
