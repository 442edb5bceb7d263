import { Flag } from 'lucide-react';
import { ACTION_IDS, ACTIONS, ruleOfAction } from '../../actions/registry';
import { preferences, session } from '../../state/app';
import { goToStop } from '../../state/tour';
import { Button } from '../common/button';
import { useApp, usePreferences, useTexts } from '../common/hooks';
import { Toggle } from '../common/toggle';
import { ReadyButtons } from '../measure/ready-buttons';
import styles from './dialogs.module.css';

function putAway(): void {
  session.store.setState({ dialog: null });
}

/** Puts the help away and shows the page around. */
function startTour(): void {
  putAway();
  goToStop(session, 0);
}

/** What the page is for, the tour and the ready-made models, and every key that does something, from the registry of actions. */
export function HelpContent() {
  const { t } = useTexts();
  const usable = useApp((state) => ACTION_IDS.filter((id) => ruleOfAction(state, id) === null));
  const shortcuts = usePreferences((state) => state.shortcuts);
  return (
    <>
      <p className={styles.text}>{t('help.intro')}</p>
      <p>
        <a href="https://arxiv.org/abs/1511.06434" rel="noreferrer" target="_blank">
          {t('help.paper')}
        </a>
      </p>
      <div className={styles.files}>
        <Button icon={Flag} onClick={startTour}>
          {t('lab.tour.start')}
        </Button>
      </div>
      <section className={styles.ready}>
        <h3>{t('ready.title')}</h3>
        <p className={styles.text}>{t('ready.help')}</p>
        <div className={styles.files}>
          <ReadyButtons onPick={putAway} />
        </div>
      </section>
      <div className={styles.row}>
        <h3>{t('help.keys')}</h3>
        <label className={styles.row}>
          {t('help.keysSwitch')}
          <Toggle on={shortcuts} onToggle={(on) => preferences.setState({ shortcuts: on })} />
        </label>
      </div>
      <table className={styles.keys}>
        <thead className="visually-hidden">
          <tr>
            <th>{t('help.key')}</th>
            <th>{t('help.action')}</th>
          </tr>
        </thead>
        <tbody>
          {usable.map((id) => {
            const { key, labelKey } = ACTIONS[id];
            if (key === null) return null;
            return (
              <tr key={id}>
                <th scope="row">
                  <kbd>{key.toUpperCase().replace('SHIFT+', '⇧ ')}</kbd>
                </th>
                <td>{t(labelKey)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
