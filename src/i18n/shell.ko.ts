import type { shellEn } from './shell.en';

/** The texts round the views in Korean. */
export const shellKo: Record<keyof typeof shellEn, string> = {
  'status.ownRun': '{data} 학습',
  'status.connecting': 'GPU 시작 중',
  'status.loadingData': '{data} 불러오는 중',
  'status.building': '신경망 만드는 중',
  'status.stepping': '한 스텝 실행 중',
  'status.noRun': '아직 학습할 것이 없음',
  'status.stepOf': '{steps}스텝 중 {step}스텝',
  'status.images': '초당 {count}장',
  'status.left': '{time} 남음',
  'status.compilingOf': 'GPU 프로그램 {total}개 중 {done}개',

  'viewed.run.trains': '그동안 {data} 학습은 계속돼요.',
  'viewed.run.waits': '{data} 학습은 {step}스텝에 멈춰 있어요.',
  'viewed.settings': '여기 설정은 보고 있는 모델이 아니라 하던 학습의 것이에요.',
  'viewed.title': '보고 있는 모델',
  'viewed.kept': '“{name}”의 {step}스텝 모습을 보고 있어요({data}).',
  'viewed.shipped': '{step}스텝 동안 미리 학습한 모델을 보고 있어요: “{name}”({data}).',
  'viewed.file': '“{name}” 파일의 모델을 보고 있어요({step}스텝, {data}).',
  'viewed.continue': '여기서 이어서 학습하기',
  'viewed.back': '하던 학습으로 돌아가기',

  'pending.title': '새 학습을 기다리는 변경',
  'pending.text': '새 학습에 쓸 변경: {names}. 그때까지 {data} 학습({step}스텝)은 그대로예요.',
  'pending.more': '그 밖에 {count}개',
  'pending.data': '데이터셋 {data}',
  'pending.putRight': '값 바로잡기',

  'message.stepsRaised': '이 모델은 {step}스텝을 모두 마쳤어요. 이제 {steps}스텝까지 이어서 학습할 수 있어요. 학습 버튼을 누르세요.',
  'message.resetKept': '0스텝으로 돌아왔어요. {step}스텝까지의 학습은 보관돼 있어요. 타임라인 옆 시계 버튼에서 볼 수 있어요.',
  'message.dataTooFew':
    '학습할 이미지가 {count}장뿐이에요. 배치 하나에 적어도 {least}장이 필요하니 데이터셋에 이미지를 더하세요. 하던 학습은 그대로예요.',

  'transport.more': '{count}스텝 더 학습',
  'transport.moreShort': '+{count}',
  'transport.label': '학습 제어',
  'transport.part': '한 스텝이 갱신하는 것',

  'app.name': 'DCGAN 놀이터',

  'skip.toMain': '그림으로 건너뛰기',

  'header.data': '데이터셋',
  'header.waits': '{name}, 대기 중',
  'header.preset': '프리셋',
  'header.theme': '테마',
  'header.share': '공유',

  'theme.light': '밝게',
  'theme.dark': '어둡게',
  'theme.system': '시스템',

  'view.label': '화면',
  'view.train': '학습',
  'view.explore': '탐색',
  'view.inspect': '들여다보기',
  'view.data': '데이터',

  'phase.idle': '준비됨',
  'phase.loading': '불러오는 중',
  'phase.compiling': '컴파일 중',
  'phase.training': '학습 중',
  'phase.paused': '일시 정지',
  'phase.finished': '완료',
  'phase.failed': '중단됨',
  'phase.lost': 'GPU 연결 끊김',

  'time.seconds': '{n}초',
  'time.minutes': '{n}분',
  'time.hours': '{n}시간',

  'announce.training': '학습을 시작했어요.',
  'announce.paused': '{step}스텝에서 학습을 일시 정지했어요.',
  'announce.finished': '마지막 {step}스텝까지 학습을 마쳤어요.',
  'announce.compiling': 'GPU 프로그램을 컴파일하고 있어요.',
  'announce.failed': '{step}스텝에서 학습이 중단됐어요.',
  'announce.lost': 'GPU 연결이 끊겼어요.',
  'announce.idle': '지금은 0스텝이에요.',

  'badge.software': '소프트웨어',
  'badge.title': '계산 장치',
  'badge.backend': '백엔드',
  'badge.adapter': '어댑터',
  'badge.javascript': '자바스크립트',
  'badge.oneThread': 'CPU 스레드 1개',
  'badge.someThreads': 'CPU 스레드 {count}개',
  'badge.step': '학습 스텝 방식',
  'badge.unnamed': '브라우저가 이름을 알려 주지 않음',
  'badge.connecting': '시작 중…',
  'badge.step.plan': 'plan: 자체 GPU 프로그램을 기록해 재생',
  'badge.step.tfjs': 'tfjs: 연산을 하나씩 실행',
  'badge.passedOver': '먼저 시도한 백엔드',
  'badge.softwareText':
    '이 GPU는 CPU가 흉내 내는 소프트웨어 GPU예요. 결과는 모두 정확하지만 느려요. 이런 컴퓨터에서는 대개 WebAssembly가 더 빨라요.',
  'badge.useWasm': 'WebAssembly로 바꾸기',
  'badge.useWebgpu': 'WebGPU 시도하기',
  'badge.noWebgpu': 'WebGPU가 없어도 학습할 수 있지만 더 느려요. WebGPU를 쓰려면:',

  'advice.ios': 'iPhone과 iPad: iOS 26 이상으로 업데이트하면 Safari에서 WebGPU를 쓸 수 있어요.',
  'advice.android':
    'Android: Android 12 이상에서 Chrome 121 이상을 쓰세요. Qualcomm, ARM, Imagination GPU가 있어야 해요.',
  'advice.chromeLinux':
    'Linux의 Chrome: 업데이트한 뒤 chrome://flags에서 “Unsafe WebGPU Support”와 “Vulkan”을 켜고 브라우저를 다시 시작하세요.',
  'advice.chromeDesktop':
    'Chrome 또는 Edge: 113 이상으로 업데이트하고, 설정 › 시스템에서 그래픽 가속을 켜세요.',
  'advice.firefox':
    'Firefox: Windows는 141 이상, Mac은 145 이상으로 업데이트하세요. Linux에서는 Nightly를 쓰거나 about:config에서 dom.webgpu.enabled를 켜세요.',
  'advice.safari': 'Safari: macOS 26과 Safari 26으로 업데이트하거나, 개발자용 › 기능 플래그에서 WebGPU를 켜세요.',
  'advice.other': '최신 Chrome, Edge, Firefox, Safari를 쓰세요.',
  'advice.insecure': 'WebGPU는 보안 페이지에서만 쓸 수 있어요. https 또는 localhost로 여세요.',

  'action.newRun': '적용(새로 학습 시작)',
  'action.discard': '변경 취소',
  'action.train': '학습',
  'action.pause': '일시 정지',
  'action.step': '한 스텝',
  'action.slow': '천천히',
  'action.reset': '초기화',
  'action.randomize': 'z 무작위로',
  'action.resetLatent': 'z 되돌리기',
  'action.share': '공유',
  'action.help': '도움말과 단축키',
  'action.theme': '다음 테마',
  'action.language': '다른 언어',
  'action.settings': '설정',
  'action.close': '닫기',
  'action.dismiss': '알림 지우기',
  'action.viewTrain': '학습 화면 보기',
  'action.viewExplore': '탐색 화면 보기',
  'action.viewInspect': '들여다보기 화면 보기',
  'action.viewData': '데이터 화면 보기',
  'action.reload': '페이지 새로 고침',
  'action.restart': '다시 시작',
  'action.undo': '실행 취소',
  'action.redo': '다시 실행',
  'action.pin': '이 z를 핀으로 보관',

  'part.both': 'D와 G',
  'part.discriminator': 'D만',
  'part.generator': 'G만',

  'error.detail': '버그 신고용 내용',

  'share.copied': '설정이 담긴 링크를 복사했어요.',
  'share.manual': '설정이 담긴 이 링크를 복사하세요:',
};
