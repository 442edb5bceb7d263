import { useMemo } from 'react';
import type { Images } from '../../core/images';
import { stackLatents } from '../../core/latent-space';
import type { Question } from '../../state/live';
import type { Answer, Example } from '../../worker/protocol';
import { useTold } from './hooks';

/** What a search through training images, or through latents, has found. */
export type Searched = NonNullable<Answer<'topImages'>>;

/** One of the inputs that were searched, as a network is fed it. */
export function searchedExample({ latents, total }: Searched, index: number): Example {
  if (!latents) return { kind: 'real', index };
  const size = latents.length / total;
  return { kind: 'latent', z: latents.slice(index * size, (index + 1) * size) };
}

/** The pictures of searched inputs: training images as they are, or what G makes of latents at the moment. */
export function useSearchedImages(place: string, found: Searched, indices: readonly number[]): Images | undefined {
  const { real, made } = useMemo(() => {
    const latents = indices.flatMap((index) => {
      const example = searchedExample(found, index);
      return example.kind === 'latent' ? [example.z] : [];
    });
    if (!found.latents) return { real: { indices }, made: null };
    return { real: null, made: { z: stackLatents(latents), scales: [], channel: `searched/${place}` } };
  }, [place, found, indices]);
  const images = useTold(place, 'realImages', real, true)?.answer;
  const pictures = useTold(`searched/${place}`, 'renderScaled', made)?.answer.images;
  return found.latents ? pictures : images;
}

/** The newest answer about units of a layer, in pixels; none while only another layer's is there. */
export function useUnits(place: string, question: Question<'attribute'>, still = false): Answer<'attribute'> | undefined {
  const told = useTold(place, 'attribute', question, still);
  const ours = told?.question.network === question.network && told.question.layer === question.layer;
  return ours ? told.answer : undefined;
}
