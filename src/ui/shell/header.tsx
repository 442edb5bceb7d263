import { Monitor, Moon, Sun } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { act as perform, nextOf } from '../../actions/registry';
import type { ActionId } from '../../actions/registry';
import { parseDataId } from '../../core/data-id';
import { isPresetId, PRESET_IDS } from '../../core/presets';
import { LANGUAGES, LANGUAGE_NAMES } from '../../i18n/text';
import { preferences, session } from '../../state/app';
import { ruleOf } from '../../state/lesson';
import type { Theme } from '../../state/preferences';
import { waitingChoices } from '../../state/store';
import { ActionButton } from '../common/action-button';
import { Button, IconButton } from '../common/button';
import { dataName } from '../common/data-name';
import { useApp, usePhone, usePreferences, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { BackendBadge } from './backend-badge';
import styles from './header.module.css';
import { PhoneMenu } from './phone-menu';
import { StatusLine } from './status-line';

/** What is trained on what, how far it is, what computes it, and the page's own controls. */
export function Header() {
  const { t } = useTexts();
  const phone = usePhone();
  return (
    <header className={styles.header}>
      <h1 className={phone ? 'visually-hidden' : styles.name}>{t('app.name')}</h1>
      {!phone && <Pickers />}
      <StatusLine />
      <div className={styles.end}>
        <BackendBadge />
        {phone ? <PhoneMenu /> : <PageButtons />}
      </div>
    </header>
  );
}

function PageButtons() {
  return (
    <>
      <LookButtons />
      <ActionButton id="export" form="icon" />
      <ActionButton id="share" form="icon" />
      <ActionButton id="help" form="icon" />
    </>
  );
}

/** The choice of data set and preset; one that waits for a new run says so. */
export function Pickers() {
  const { t } = useTexts();
  const { dataIds, draft } = useApp(({ dataIds, draft }) => ({ dataIds, draft }));
  const data = useApp((state) => ruleOf(state, 'picker:data'));
  const preset = useApp((state) => ruleOf(state, 'picker:preset'));
  const waiting = useApp(waitingChoices);
  const { set } = parseDataId(draft.dataId);
  const named = (name: string, waits: boolean) => (waits ? t('header.waits', { name }) : name);
  const sets = dataIds.includes(set) ? dataIds : [set, ...dataIds];
  return (
    <div className={styles.pickers}>
      {data !== 'hidden' && (
        <Select
          quiet
          disabled={data === 'locked'}
          aria-label={t('header.data')}
          value={set}
          options={sets.map((id) => ({ value: id, text: named(dataName(id, t), waiting.data && id === set) }))}
          onPick={(id) => session.chooseData(id)}
        />
      )}
      {preset !== 'hidden' && (
        <Select
          quiet
          disabled={preset === 'locked'}
          className={styles.preset}
          aria-label={t('header.preset')}
          value={draft.preset}
          options={PRESET_IDS.map((id) => ({
            value: id,
            text: named(t(`preset.${id}`), waiting.preset && id === draft.preset),
          }))}
          onPick={(id) => isPresetId(id) && session.choosePreset(id)}
        />
      )}
    </div>
  );
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Theme, LucideIcon>;

/** The other language, by its own name, and the next theme. */
function LookButtons() {
  const { t, language } = useTexts();
  const theme = usePreferences((state) => state.theme);
  const other = nextOf(LANGUAGES, language);
  const act = (id: ActionId) => () => void perform(id, { session, preferences });
  return (
    <div className={styles.pickers}>
      <Button tone="quiet" lang={other} onClick={act('language')}>
        {LANGUAGE_NAMES[other]}
      </Button>
      <IconButton
        icon={THEME_ICONS[theme]}
        label={`${t('header.theme')}: ${t(`theme.${theme}`)}`}
        onClick={act('theme')}
      />
    </div>
  );
}
