import { Copy, GraduationCap } from 'lucide-react';
import { copyShareUrl, currentUrl } from '../../actions/share';
import { parseDataId } from '../../core/data-id';
import { isOwnId } from '../../core/own-images';
import { lessons, preferences, session } from '../../state/app';
import { changedKeys } from '../../state/store';
import { Button } from '../common/button';
import { dataName } from '../common/data-name';
import { useApp, useLatents, useTexts } from '../common/hooks';
import styles from './dialogs.module.css';

/** The page's address with all that is set up, copied where the browser allows it, and what is in it. */
export function ShareContent() {
  const { t, language } = useTexts();
  const copied = useApp((state) => state.copied);
  const { draft, view, lesson } = useApp(({ draft, view, lesson }) => ({ draft, view, lesson }));
  const pins = useLatents((state) => state.pins.length);
  const address = currentUrl(session, language);
  const changed = changedKeys(draft).length;
  return (
    <>
      <output>{t(address === null ? 'share.tooLong' : copied ? 'share.copied' : 'share.manual')}</output>
      {address && <p className={styles.address}>{address.href}</p>}
      <dl className={styles.facts}>
        <dt>{t('header.data')}</dt>
        <dd>{dataName(draft.dataId, t)}</dd>
        <dt>{t('settings.title')}</dt>
        <dd>{t('share.settings', { preset: t(`preset.${draft.preset}`), changed, seed: String(draft.config.seed) })}</dd>
        <dt>{t('share.view')}</dt>
        <dd>{t(`view.${view}`)}</dd>
        <dt>{t('pins.title')}</dt>
        <dd>{t(address?.complete === false ? 'share.pinsLeft' : 'share.pins', { count: pins })}</dd>
        {lesson && (
          <>
            <dt>{t('lesson.name')}</dt>
            <dd>{lesson.title}</dd>
          </>
        )}
      </dl>
      <p>{t(isOwnId(parseDataId(draft.dataId).set) ? 'share.ownData' : 'share.notModel')}</p>
      <div className={styles.files}>
        <Button
          tone="strong"
          icon={Copy}
          inactive={address === null}
          onClick={() => void copyShareUrl(session, preferences.getState().language)}
        >
          {t('share.copy')}
        </Button>
        <Button icon={GraduationCap} onClick={() => lessons.edit()}>
          {t('lesson.make')}
        </Button>
      </div>
    </>
  );
}
