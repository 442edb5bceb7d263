import { FEW_IMAGES } from '../../core/own-images';
import { session } from '../../state/app';
import { Button } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import styles from './few-images.module.css';

/** Warns of a set, or of classes, that a GAN learns by heart, and offers what puts that off; nothing for larger ones. */
export function FewImages() {
  const { t } = useTexts();
  const count = useApp(({ data, viewed }) => (viewed ? null : (data?.total ?? null)));
  const on = useApp(({ draft }) => draft.config.flip && draft.config.diffAugment !== 'off');
  if (count === null || count >= FEW_IMAGES) return null;
  return (
    <div className={styles.few} data-testid="notice">
      <p>{t('message.importFew', { count })}</p>
      <Button
        inactive={on}
        onClick={() => {
          session.setSetting('flip', true);
          session.setSetting('diffAugment', 'all');
        }}
      >
        {t(on ? 'own.augmented' : 'own.augment')}
      </Button>
    </div>
  );
}
