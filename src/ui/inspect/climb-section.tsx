import { useRef, useState } from 'react';
import type { Architecture, LayerSpec } from '../../core/architecture';
import { inspect, session } from '../../state/app';
import type { LayerInView } from '../../state/layer-in-view';
import { setLatent } from '../../state/latents';
import { Button } from '../common/button';
import { useSlot, useTexts } from '../common/hooks';
import { Slider } from '../common/slider';
import panel from '../common/panel.module.css';
import { makesColours, mapName } from './map-name';
import styles from './panels.module.css';
import { Picture } from './pictures';
import { TaskLine } from './task-line';

/** Side of the picture, in CSS pixels. */
const SIDE = 128;
/** Length of a step, in half widths of the range of a pixel or of a number of z. */
const RATE = 0.1;

const FIELDS = [
  { key: 'steps', min: 10, max: 200, step: 10 },
  { key: 'jitter', min: 0, max: 4, step: 1 },
  { key: 'decay', min: 0, max: 0.1, step: 0.01 },
] as const;

interface ClimbSectionProps extends LayerInView {
  both: Architecture;
  layer: LayerSpec;
  channel: number;
}

/** Activation maximization: the picture, or G's z, that excites a channel as much as gradient ascent can make it. */
export function ClimbSection({ both, network, layer, channel }: ClimbSectionProps) {
  const { t } = useTexts();
  const [options, setOptions] = useState({ steps: 60, jitter: 1, decay: 0.02 });
  const { running } = useSlot(inspect.maximize.slot);
  const ofZ = network === 'generator';
  // A z has no place to be shifted by, and its length is kept to what is usual.
  const fields = ofZ ? FIELDS.slice(0, 1) : FIELDS;
  const section = useRef<HTMLElement>(null);
  // What it comes to stands at the foot of the panel; one who has gone elsewhere meanwhile is left there.
  const show = () =>
    requestAnimationFrame(() => {
      if (section.current?.contains(document.activeElement)) section.current.scrollIntoView({ block: 'nearest' });
    });
  const climb = () => {
    const chosen = { ...options, ...(ofZ && { jitter: 0, decay: 0 }), rate: RATE, seed: 1 };
    void inspect.maximize.start({ network, layer: layer.name, channel, options: chosen }).then(show);
    show();
  };
  const map = mapName(t, channel, makesColours(both, layer));
  const title = t('climb.title', { map });
  return (
    <section ref={section} className={styles.column} aria-label={title}>
      <h3>{title}</h3>
      <p className={panel.note}>{t(`climb.help.${network}`)}</p>
      <div className={styles.figures}>
        <div className={styles.narrow}>
          <div className={styles.controls}>
            {fields.map(({ key, ...range }) => (
              <label key={key} className={panel.field}>
                {t(`climb.${key}`)}
                <Slider {...range} value={options[key]} onSlide={(value) => setOptions({ ...options, [key]: value })} />
                <output>{options[key]}</output>
              </label>
            ))}
          </div>
          <div className={styles.controls}>
            <Button inactive={running !== null} onClick={climb}>
              {t('climb.start', { layer: layer.name.toUpperCase(), map })}
            </Button>
            {running && <TaskLine task={inspect.maximize} label={t('climb.running', { value: running.value ?? 0 })} />}
          </div>
        </div>
        <Climbed both={both} network={network} layer={layer} channel={channel} />
      </div>
    </section>
  );
}

/** What the last climb came to, while the map that it was for is looked at; a z can go on to the sliders. */
function Climbed({ both, network, layer, channel }: ClimbSectionProps) {
  const { t } = useTexts();
  const { found } = useSlot(inspect.maximize.slot);
  if (!found) return null;
  const { question, answer } = found;
  if (question.network !== network || question.layer !== layer.name || question.channel !== channel) return null;
  const { images, z, response, before, step } = answer;
  const map = mapName(t, channel, makesColours(both, layer));
  const caption = t('climb.found', { layer: layer.name.toUpperCase(), map, before, response, step });
  return (
    <div className={styles.column}>
      <Picture images={images} side={SIDE} testId="climbed" caption={caption} />
      {z && <Button onClick={() => setLatent(session.latents, z)}>{t('climb.useZ')}</Button>}
    </div>
  );
}
