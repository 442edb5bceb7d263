import type { trainEn } from './train.en';

/** The texts of the Train view in Korean. */
export const trainKo: Record<keyof typeof trainEn, string> = {
  'health.dAhead': '판별자가 크게 앞섬',
  'health.dAhead.text':
    'D가 가짜를 거의 다 가려내고 G는 따라잡지 못하고 있어요. 좋은 학습에서도 한동안 이럴 수 있어요. 수백 스텝이 지나도 샘플이 그대로라면 D의 학습률을 낮추거나 레이블 스무딩을 0.1로 해 보세요.',
  'health.diversity': '샘플 다양성은 진짜 이미지의 {share}',
};
