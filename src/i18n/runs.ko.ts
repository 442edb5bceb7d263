import type { runsEn } from './runs.en';

/** The texts of kept runs, the timeline and recovery in Korean. */
export const runsKo: Record<keyof typeof runsEn, string> = {
  'message.keepStorage':
    '이 브라우저는 비공개 창에서처럼 아무것도 보관하지 않아요. 학습은 계속돼요. 나중에 쓰려면 파일로 저장하세요.',
  'message.keepQuota':
    '브라우저 저장 공간이 가득 찼어요({quota} MB 중 {used} MB). 학습은 계속되지만 더는 보관되지 않아요. 보관한 학습을 지우거나 파일로 저장하세요.',
  'message.keptUnknown': '{step}스텝의 체크포인트는 이제 보관되어 있지 않아요.',
  'message.runElsewhere': '이 학습은 다른 탭에서 열려 있어요. 서로 덮어쓰지 않도록 여기서는 사본으로 이어져요.',
  'message.runRestored': '계산하는 부분을 다시 시작해서 {step}스텝부터 학습이 이어져요.',
  'message.lossesRepeated':
    '계산하는 부분이 1분 안에 {count}번 멈춰서 학습을 중단했어요. 배치를 줄이거나 다른 백엔드를 쓰면 나을 수 있어요.',
  'message.beganInScores': '{network}에서 시작됐어요. 진짜 이미지에 준 점수가 가장 먼저 그런 값이 됐어요.',
  'message.beganInPictures': 'G에서 시작됐어요. G가 만든 그림이 가장 먼저 그런 값이 되어 D가 점수를 줄 수 없었어요.',
  'message.beganInLoss': '{network}의 손실에서 시작됐어요. 그 바탕이 된 점수까지는 유한했어요.',
  'message.beganInGradients': '{network}의 기울기에서 시작됐어요. 손실까지는 유한했어요.',
  'message.beganInUpdate': 'D의 갱신에서 시작됐어요. 그 전에는 D가 같은 그림에 점수를 줄 수 있었어요.',
  'message.beganInLayerWeights': '{network}의 {layer} 층에서 시작됐어요. 이 층의 가중치 하나가 가장 먼저 그런 값이 됐어요.',
  'message.beganInLayerOutputs':
    '{network}의 {layer} 층에서 시작됐어요. 가중치는 아직 유한했지만 이 층이 내보낸 값이 가장 먼저 그런 값이 됐어요.',
  'message.beganInLayerGradients':
    '{network}의 {layer} 층에서 시작됐어요. 손실은 아직 유한했지만 이 층의 가중치에 대한 기울기가 가장 먼저 그런 값이 됐어요.',
  'message.beganOutside':
    '마지막으로 정상이던 곳에서 같은 스텝을 다시 해 보니 값이 유한했어요. 그러니 학습이 아니라 GPU나 메모리의 오류처럼 바깥에서 온 값이에요.',
  'message.dataAbsent':
    '이 모델이 배운 데이터셋이 이 브라우저에 없어요: “{data}”. 데이터에서 같은 이미지를 {size}×{size}픽셀, 채널 {channels}개로 가져오세요.',
  'message.dataChanged':
    '이 학습이 {step}스텝까지 배운 이미지와 지금의 이미지가 달라요(데이터셋: {data}). 이제부터는 지금의 이미지로 이어서 배워요.',
  'message.dataGone':
    '학습하던 데이터셋이 지워져서 학습을 멈췄어요(데이터셋: {data}). 학습한 것은 보관되어 있어요. 이어서 학습하려면 데이터에서 같은 이미지를 다시 가져온 뒤 페이지를 새로 고치고 이어서 하세요.',
  'viewed.noData':
    '배운 데이터셋이 이 브라우저에 없어서, 보고 탐색하고 내보낼 수는 있지만 이어서 학습할 수는 없어요.',
  'viewed.lookOnly': '그때까지는 보고 탐색하고 내보낼 수는 있지만 이어서 학습할 수는 없어요.',
  'real.absent': '이 모델이 배운 이미지가 여기에 없어요.',
  'message.keepNotFinite':
    '{step}스텝은 저장할 수 없어요. {layer} 층의 값이 무한대이거나 정의되지 않았어요. 전에 저장한 것은 그대로 있어요.',

  'runs.title': '보관한 학습',
  'runs.open': '보관한 학습',
  'runs.empty': '아직 보관한 것이 없어요. 학습을 시작하면 저절로 보관돼요.',
  'runs.room': '이 브라우저에서 {budget} 중 {used} 사용',
  'runs.unavailable': '이 브라우저는 여기서 아무것도 보관하지 않아요.',
  'runs.thin':
    '학습마다 처음, 가장 좋은, 마지막 체크포인트와 최근 것은 모두 남기고 오래된 것은 드문드문 남겨요. 가장 좋은 것은 샘플 64개가 슬라이스 바서슈타인 거리로 데이터에 가장 가까운 것이에요.',
  'runs.current': '지금',
  'runs.name': '학습 이름',
  'runs.saved': '{time} 저장',
  'runs.steps': '{step}스텝',
  'runs.from': '“{name}”의 {step}스텝에서 이어짐',
  'runs.differs': '다른 설정',
  'runs.same': '설정이 같아요',
  'runs.continue': '이어서 학습',
  'runs.look': '살펴보기',
  'runs.delete': '지우기',
  'runs.deleteSure': '완전히 지우기',
  'runs.file': '.dcgan 파일 열기',
  'runs.fileHint': '페이지 아무 곳에나 파일을 끌어다 놓아도 돼요.',
  'runs.save': '파일로 저장',
  'runs.compare': '“{name}” 비교하기',
  'runs.compared': '나란히 보기',
  'runs.compareHint': '여러 학습을 고르면 곡선과 샘플을, 하나만 고르면 그 학습의 두 시점을 나란히 볼 수 있어요.',
  'runs.sameZ': '같은 z로 만든 샘플',
  'runs.ownZ': 'z의 종류가 서로 달라서 각자의 샘플을 보여 줘요.',
  'runs.curve': '곡선',
  'runs.while': '학습하는 동안',
  'runs.hidden': '탭이 가려지면',
  'runs.hidden.train': '브라우저가 허락하는 속도로 계속하기',
  'runs.hidden.pause': '일시 정지하기',
  'runs.awake': '화면 켜 두기',
  'runs.awake.none': '이 브라우저는 화면을 켜 둘 수 없어요.',

  'resume.offer': '하던 곳에서 이어서 학습할까요? “{name}”, {step}스텝, {time} 저장됨.',
  'resume.absent':
    '마지막 학습: “{name}”, {step}스텝, {time} 저장됨. 데이터셋이 이제 이 브라우저에 없어요. 모델은 살펴볼 수 있고, 데이터셋을 다시 가져오면 이어서 학습할 수 있어요.',
  'resume.yes': '이어서 하기',
  'lost.smallerBatch': '배치 {batch}(으)로 이어 가기',
  'lost.otherBackend': '{backend} 백엔드로 이어 가기',
  'notFinite.lowerRate': '학습률을 반으로 낮춰 이어 가기',

  'timeline.label': '타임라인: 보관한 체크포인트와 지금',
  'timeline.now': '지금, {step}스텝',
  'timeline.at': '{step}스텝',
  'timeline.seeing': '{step}스텝 보는 중',
  'timeline.best': '{step}스텝, 지금까지 가장 좋음',
  'timeline.gif': '타임라인을 GIF로 저장',
  'time.justNow': '방금',
  'time.ago': '{time} 전',
};
