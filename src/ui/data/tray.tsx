import { X } from 'lucide-react';
import { useState } from 'react';
import { dataSets } from '../../state/app';
import { Button, IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import { useDataSets } from './hooks';
import styles from './tray.module.css';

interface TrayProps {
  /** Called when a set is asked for. */
  onMake?: () => void;
}

/** The pictures that were taken or drawn, until a set is made of them. */
export function Tray({ onMake }: TrayProps) {
  const { t } = useTexts();
  const tray = useDataSets((state) => state.tray);
  const [name, setName] = useState('');
  if (tray.length === 0) return null;
  return (
    <div className={styles.tray}>
      <ul className={styles.pictures} data-testid="tray">
        {tray.map(({ id, url }) => (
          <li key={id}>
            <img src={url} alt={t('own.trayPicture', { id })} width={48} height={48} />
            <IconButton
              icon={X}
              size="small"
              label={t('own.trayRemove', { id })}
              onClick={() => dataSets.removeFromTray(id)}
            />
          </li>
        ))}
      </ul>
      <form
        className={styles.make}
        onSubmit={(event) => {
          event.preventDefault();
          void dataSets.importTray(name.trim() || t('own.trayName'));
          setName('');
          onMake?.();
        }}
      >
        <input
          value={name}
          placeholder={t('own.trayName')}
          aria-label={t('own.name')}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" tone="strong">
          {t('own.trayMake', { count: tray.length })}
        </Button>
      </form>
    </div>
  );
}
