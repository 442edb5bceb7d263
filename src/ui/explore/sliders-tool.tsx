import { ChevronLeft, ChevronRight, Lock, LockOpen, RefreshCw, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { withCoordinate } from '../../core/latent-space';
import { formatFixed, formatShare } from '../../i18n/text';
import { explore, session } from '../../state/app';
import { removeDirection, renameDirection } from '../../state/explore-directions';
import {
  coordinateOf, DIRECTION_LIMIT, findDimensions, setCoordinate, toggleHeld, unlockAll,
} from '../../state/latents';
import type { Direction } from '../../state/latents';
import { modelInView } from '../../state/store';
import { Button, IconButton } from '../common/button';
import { useApp, useLatents, useMedia, useSlot, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import { LatentSlider } from '../train/latent-panel';
import { useDirectionName } from './direction-name';
import { useJob, useRendered, useSettled } from './hooks';
import panel from '../common/panel.module.css';
import { JobLine } from './job-line';
import styles from './sliders-tool.module.css';
import { Tiles } from './tiles';

/** Coordinates that a strip shows, in standard deviations. */
const STRIP = [-4, -2, 0, 2, 4] as const;
/** Side of a strip's picture in CSS pixels: so that five leave room for their slider. */
const SIDE = 36;
const SMALL_IMAGE = { size: 16, side: 48 };
/** The same where there is room for it: on a desk, and on a phone, whose sliders stand below. */
const WIDE_SIDE = 64;
const WIDE = '(width >= 1400px), (width < 720px)';
/** Time for which z has to rest before the strips follow it, in milliseconds. */
const SETTLE_MS = 120;
/** Numbers of z on one page. */
const PAGE = 24;

/** The directions that matter, each with its strip and slider, and all numbers of z behind a disclosure. */
export function SlidersTool() {
  const { t } = useTexts();
  const found = useSlot(explore.directions);
  const { running, progress } = useJob('directions');
  const directions = useLatents((state) => state.directions);
  const zSize = useLatents((state) => state.prior.zSize);
  const locks = useLatents((state) => state.locked.size + state.held.size);
  const trained = useApp((state) => found !== null && modelInView(state)?.id === state.run?.id && state.step !== found.step);
  const usable = useMemo(() => directions.filter(({ vector }) => vector.length === zSize), [directions, zSize]);
  return (
    <>
      <div className={styles.head}>
        {running ? (
          <JobLine name="directions" progress={progress} />
        ) : (
          <p>
            {found ? t(trained ? 'sliders.old' : 'sliders.found', { step: found.step }) : t('sliders.intro')}
          </p>
        )}
        {trained && (
          <Button icon={RefreshCw} className={styles.again} inactive={running} onClick={() => void explore.findDirections()}>
            {t('sliders.again')}
          </Button>
        )}
        {locks > 0 && (
          <Button tone="quiet" icon={LockOpen} onClick={() => unlockAll(session.latents)}>
            {t('latent.unlockAll')} · {t('latent.locked', { count: locks })}
          </Button>
        )}
        {!trained && <IconButton icon={RefreshCw} label={t('sliders.again')} onClick={() => void explore.findDirections()} />}
      </div>
      <DirectionRows directions={usable} />
      <RawSliders />
    </>
  );
}

function DirectionRows({ directions }: { directions: readonly Direction[] }) {
  const prior = useLatents((state) => state.prior);
  // The strips may come a moment after the large picture: sliding has to be quick first.
  const z = useSettled(useLatents((state) => state.z), SETTLE_MS);
  const latents = useMemo(
    () =>
      z.length === prior.zSize
        ? directions.flatMap(({ vector }) => STRIP.map((value) => withCoordinate(z, vector, value, prior)))
        : [],
    [directions, z, prior],
  );
  const slot = useRendered('strips', latents);
  const small = useApp((state) => modelInView(state)?.config.imageSize === SMALL_IMAGE.size);
  const wide = useMedia(WIDE);
  return (
    <ul className={styles.directions} data-testid="directions">
      {directions.map((direction, index) => (
        <li key={direction.id}>
          <Tiles
            slot={slot}
            from={index * STRIP.length}
            count={STRIP.length}
            side={wide ? WIDE_SIDE : small ? SMALL_IMAGE.side : SIDE}
            onPick={(picked) => setCoordinate(session.latents, direction, STRIP[picked]!)}
          />
          <DirectionSlider direction={direction} />
        </li>
      ))}
    </ul>
  );
}

function DirectionSlider({ direction }: { direction: Direction }) {
  const { t, language } = useTexts();
  const name = useDirectionName(direction);
  const value = useLatents((state) => coordinateOf(state, direction));
  const held = useLatents((state) => state.held.has(direction.id));
  const { id, source, share, effect } = direction;
  const shown = formatFixed(language, value, 1);
  const facts = [
    share !== undefined && t('sliders.share', { share: formatShare(language, share) }),
    effect !== undefined && t('sliders.effect', { effect: formatShare(language, effect) }),
  ].filter(Boolean);
  return (
    <div className={styles.control}>
      <input
        className={styles.name}
        aria-label={t('sliders.name', { name })}
        placeholder={name}
        value={direction.name}
        maxLength={40}
        title={facts.join(' · ')}
        onChange={(event) => renameDirection(session.latents, id, event.target.value)}
      />
      <output aria-hidden>{shown}</output>
      <IconButton
        icon={held ? Lock : LockOpen}
        size="small"
        aria-pressed={held}
        label={t('sliders.lock', { name })}
        onClick={() => toggleHeld(session.latents, id)}
      />
      {source.kind !== 'principal' && (
        <IconButton
          icon={Trash2}
          size="small"
          label={t('sliders.remove', { name })}
          onClick={() => removeDirection(session.latents, id)}
        />
      )}
      <Slider
        aria-label={name}
        aria-valuetext={t('sliders.value', { value: shown })}
        min={-DIRECTION_LIMIT}
        max={DIRECTION_LIMIT}
        step={DIRECTION_LIMIT / 100}
        origin={0}
        value={value}
        onSlide={(next) => setCoordinate(session.latents, direction, next)}
      />
    </div>
  );
}

function RawSliders() {
  const { t } = useTexts();
  const effects = useSlot(explore.rawEffects);
  const { running, progress } = useJob('rawEffects');
  const size = useLatents((state) => state.z.length);
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [order, setOrder] = useState<'effect' | 'number'>('effect');
  const found = useMemo(() => {
    const dimensions = findDimensions(text, size);
    return effects && order === 'effect' ? dimensions.toSorted((a, b) => (effects[b] ?? 0) - (effects[a] ?? 0)) : dimensions;
  }, [text, size, effects, order]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const current = Math.min(page, pages - 1);
  const shown = found.slice(current * PAGE, (current + 1) * PAGE);
  return (
    <details className={styles.raw} onToggle={({ currentTarget }) => measure(currentTarget.open)}>
      <summary>{t('sliders.raw', { count: size })}</summary>
      <div className={styles.search}>
        <label className={panel.field}>
          {t('latent.search')}
          <input
            type="search"
            placeholder={t('latent.searchHint', { count: size })}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {running ? (
          <JobLine name="rawEffects" progress={progress} />
        ) : (
          <label className={panel.field}>
            {t('sliders.order')}
            <Select
              value={effects ? order : 'number'}
              disabled={!effects}
              options={[
                { value: 'effect', text: t('sliders.byEffect') },
                { value: 'number', text: t('sliders.byNumber') },
              ]}
              onPick={setOrder}
              data-testid="number-order"
            />
          </label>
        )}
        {pages > 1 && (
          <span className={styles.pages}>
            <IconButton icon={ChevronLeft} label={t('latent.previous')} inactive={current === 0} onClick={() => setPage(current - 1)} />
            {t('latent.page', { from: current * PAGE + 1, to: current * PAGE + shown.length, count: found.length })}
            <IconButton icon={ChevronRight} label={t('latent.next')} inactive={current === pages - 1} onClick={() => setPage(current + 1)} />
          </span>
        )}
      </div>
      {found.length === 0 && size > 0 && <p>{t('latent.none', { text })}</p>}
      <div className={styles.numbers}>
        {shown.map((dimension) => (
          <LatentSlider key={dimension} dimension={dimension} lock />
        ))}
      </div>
    </details>
  );
}

/** Their order by effect is worth its time only to someone who looks at them. */
function measure(open: boolean): void {
  if (open && !explore.rawEffects.value) void explore.measureNumbers();
}
