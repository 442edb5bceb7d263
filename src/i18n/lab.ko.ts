import type { labEn } from './lab.en';
import { labClinicKo } from './lab-clinic.ko';
import { labExperimentsKo } from './lab-experiments.ko';
import { labLessonsKo } from './lab-lessons.ko';
import { labStepKo } from './lab-step.ko';
import { labWhyKo } from './lab-why.ko';

/** The texts of the Lab in Korean. */
export const labKo: Record<keyof typeof labEn, string> = {
  'view.lab': '실험실',
  'action.viewLab': '실험실 화면 보기',
  'lab.loading': '실험실을 불러오고 있어요.',
  'lab.pages': '실험실의 페이지',
  'lab.page.experiments': '비교 실험',
  'lab.page.convolutions': '두 가지 합성곱',
  'lab.page.tanh': '왜 tanh일까요?',
  'lab.page.batchNorm': '배치 정규화',
  'lab.page.activations': '활성화 함수',
  'lab.page.clinic': '실패 진료소',
  'lab.page.slow': '한 스텝 천천히',
  'lab.page.game': '판별자 되어 보기',
  'lab.page.lessons': '둘러보기와 수업',
  'lab.page.glossary': '용어집',
  'lab.glossary.search': '용어 찾기',
  'lab.glossary.none': '“{text}”에 맞는 용어가 없어요.',

  ...labExperimentsKo,
  ...labWhyKo,
  ...labStepKo,
  ...labClinicKo,
  ...labLessonsKo,
};
