import type { Direction } from '../../state/latents';
import { useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';

/** What a direction is called: the person's name for it, else the one that it comes with. */
export function directionName({ name, source }: Direction, t: Texts['t']): string {
  if (name !== '') return name;
  switch (source.kind) {
    case 'principal':
      return t('sliders.principal', { rank: source.rank });
    case 'own':
      return t('sliders.own');
    case 'label':
      return t('sliders.label', { label: source.label });
    default:
      return source satisfies never;
  }
}

export function useDirectionName(direction: Direction): string {
  const { t } = useTexts();
  return directionName(direction, t);
}
