import { ChevronLeft, ChevronRight, LockOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { session } from '../../state/app';
import { findDimensions, unlockAll } from '../../state/latents';
import { ActionButton } from '../common/action-button';
import { Button, IconButton } from '../common/button';
import { useLatents, usePhone, useSlot, useTexts } from '../common/hooks';
import { LatentPreview, LatentSlider, Origin } from '../train/latent-panel';
import styles from './explore-view.module.css';
import { SampleShelf } from './sample-shelf';

/** Numbers of z on one page. */
const PAGE = 32;
/** Side of the large picture in CSS pixels, as a whole multiple allows. */
const PICTURE = 384;
const PHONE_PICTURE = 358;

/** One large image and every number of its z. */
export function ExploreView() {
  const { t } = useTexts();
  const phone = usePhone();
  const preview = useSlot(session.pictures.preview);
  return (
    <div className={styles.view}>
      <div className={styles.picture}>
        <LatentPreview side={phone ? PHONE_PICTURE : PICTURE} />
        <div className={styles.caption}>
          <Origin />
          {preview && <span>{t('samples.step', { step: preview.step })}</span>}
        </div>
        <div className={styles.tools}>
          <ActionButton id="randomize" />
          <ActionButton id="resetLatent" />
        </div>
        <SampleShelf />
      </div>
      <Dimensions />
    </div>
  );
}

function Dimensions() {
  const { t } = useTexts();
  const size = useLatents((state) => state.z.length);
  const locked = useLatents((state) => state.locked.size);
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const found = useMemo(() => findDimensions(text, size), [text, size]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const current = Math.min(page, pages - 1);
  const shown = found.slice(current * PAGE, (current + 1) * PAGE);
  return (
    <section className={styles.dimensions} aria-label={t('latent.title')}>
      <div className={styles.head}>
        <h2>{t('latent.title')}</h2>
        <input
          type="search"
          className={styles.search}
          aria-label={t('latent.search')}
          placeholder={t('latent.searchHint', { count: size })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {locked > 0 && (
          <Button tone="quiet" icon={LockOpen} onClick={() => unlockAll(session.latents)}>
            {t('latent.unlockAll')} · {t('latent.locked', { count: locked })}
          </Button>
        )}
        {pages > 1 && (
          <div className={styles.pages}>
            <IconButton
              icon={ChevronLeft}
              label={t('latent.previous')}
              inactive={current === 0}
              onClick={() => setPage(current - 1)}
            />
            <span>
              {t('latent.page', {
                from: current * PAGE + 1,
                to: current * PAGE + shown.length,
                count: found.length,
              })}
            </span>
            <IconButton
              icon={ChevronRight}
              label={t('latent.next')}
              inactive={current === pages - 1}
              onClick={() => setPage(current + 1)}
            />
          </div>
        )}
      </div>
      {found.length === 0 && size > 0 && <p>{t('latent.none', { text })}</p>}
      <div className={styles.sliders}>
        {shown.map((dimension) => (
          <LatentSlider key={dimension} dimension={dimension} lock />
        ))}
      </div>
    </section>
  );
}
