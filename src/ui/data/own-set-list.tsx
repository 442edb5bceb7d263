import { Download, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DROP_MODES } from '../../core/own-images';
import { formatBytes } from '../../i18n/text';
import { dataSets } from '../../state/app';
import type { OwnSetSummary } from '../../worker/protocol';
import { Button, IconButton } from '../common/button';
import { saveFile } from '../explore/save-file';
import { useApp, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { useDataSets } from './hooks';
import styles from './own-set-list.module.css';

/** The sets of one's own, those of this visit and those kept, and the room that the browser gives. */
export function OwnSetList() {
  const { t, language } = useTexts();
  const list = useDataSets((state) => state.list);
  if (!list || list.sets.length === 0) return null;
  return (
    <div className={styles.sets}>
      <h3>{t('own.sets')}</h3>
      <ul>
        {list.sets.map((set) => (
          <OwnSetRow key={set.id} set={set} />
        ))}
      </ul>
      {list.quota > 0 && (
        <p className={styles.quota} data-testid="quota">
          {t('own.quota', { used: formatBytes(language, list.usage), quota: formatBytes(language, list.quota) })}
        </p>
      )}
    </div>
  );
}

function OwnSetRow({ set }: { set: OwnSetSummary }) {
  const { t, language } = useTexts();
  const { id, name, kept, duplicates } = set;
  const inUse = useApp((state) => state.draft.dataId === id);
  const [leaving, setLeaving] = useState(false);
  const repeats = duplicates.exact + duplicates.near > 0;
  return (
    <li className={styles.set} data-testid="own-set">
      <NameField set={set} />
      <p className={styles.facts}>
        {t('own.facts', { train: set.train, heldOut: set.heldOut, size: set.size })} · {formatBytes(language, set.bytes)} ·{' '}
        {t(kept ? 'own.kept' : 'own.notKept')}
      </p>
      {repeats && (
        <label className={styles.repeats}>
          {t('own.repeats', { exact: duplicates.exact, near: duplicates.near })}
          <Select
            value={set.drop}
            options={DROP_MODES.map((mode) => ({ value: mode, text: t(`own.drop.${mode}`) }))}
            onPick={(mode) => void dataSets.drop(id, mode)}
          />
        </label>
      )}
      <div className={styles.deeds}>
        <Button inactive={inUse} onClick={() => dataSets.use(set)}>
          {t(inUse ? 'own.inUse' : 'own.use')}
        </Button>
        <Button icon={Save} inactive={kept} onClick={() => void dataSets.keep(id)}>
          {t(kept ? 'own.isKept' : 'own.keep')}
        </Button>
        <IconButton
          icon={Download}
          label={t('own.export', { name })}
          onClick={() => void dataSets.export(id).then((file) => file && saveFile(file, `${name}.npz`))}
        />
        {leaving ? (
          <>
            <Button tone="strong" onClick={() => void dataSets.remove(id)}>
              {t('own.deleteSure')}
            </Button>
            <Button tone="quiet" onClick={() => setLeaving(false)}>
              {t('own.cancel')}
            </Button>
          </>
        ) : (
          <IconButton icon={Trash2} label={t('own.delete', { name })} onClick={() => setLeaving(true)} />
        )}
      </div>
    </li>
  );
}

/** A set's name, changed where it stands: Enter or leaving the field renames, Escape leaves it. */
function NameField({ set: { id, name } }: { set: OwnSetSummary }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState<string | null>(null);
  const finish = () => {
    if (draft === null || draft.trim() === name) return setDraft(null);
    // What was written stays until the list has the new name, or the old one where it was refused.
    void dataSets.rename(id, draft).then(() => setDraft(null));
  };
  return (
    <input
      className={styles.name}
      aria-label={t('own.name')}
      value={draft ?? name}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={finish}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') setDraft(null);
        if (key === 'Enter') currentTarget.blur();
      }}
    />
  );
}
