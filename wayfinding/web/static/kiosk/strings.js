// Every fixed word on the screen, in both languages. {name} is filled in.

const ZH = {
  language: "English", languageHint: "Switch to English", large: "大字", contrast: "高对比", reach: "低位操作", restart: "重新开始",
  tools: "显示设置", here: "您在此", map: "地图", mapHelp: "地图：方向键移动，加减号缩放", levels: "楼层", zoomIn: "放大", zoomOut: "缩小", recentre: "回到我的位置",
  schematic: "示意图，非测绘平面", facing: "地图上方是您面对的方向", where: "您要去哪里？", how: "怎么走",
  more: "更多", ways: "可选路线", bestWay: "推荐路线", way_fastest: "最快", way_fewest_steps: "台阶最少", way_fewest_level_changes: "换层最少", way_least_walking: "步行最少", way_different: "另一条路", sameTime: "时间相近", comma: "，",
  fewerSteps: "少走台阶 {n} 级", fewerLevels: "少换层 {n} 次", lessWalk: "少走 {n} 米",
  forNow: "按现在时间 {time}", forTime: "按 {day} {time}", usualWay: "现在不开放；开放时的走法",
  walk: "步行", step_free: "无障碍", luggage: "大件行李",
  line: "{line} 号线", lineHint: "站台", exits: "出口", rail: "火车站", coach: "长途客运站", bus: "公交", taxi: "出租·停车", around: "广场·街道", toilets: "卫生间", services: "服务设施",
  search: "搜索地点", searchHint: "输入拼音首字母，如 cztkyz", keyboard: "屏幕键盘", space: "空格", backspace: "删除", clear: "清空", noHits: "没有找到，请换一个词", hits: "找到 {n} 个地点",
  back: "返回", close: "关闭", closed: "未开放", level: "{label} 层", nearest: "最近的{what}",
  to: "前往", minutes: "{n} 分钟", lessThanMinute: "不到 1 分钟", metres: "{n} 米", seconds: "{n} 秒", levelChanges: "换层 {n} 次", steps: "台阶 {n} 级", noSteps: "无台阶",
  byLevel: "逐层路线", stepList: "路线步骤", goTo: "到 {label}", start: "起点", wait: "含等候 {n} 秒", whole: "全段 {n} 米",
  noRoute: "没有符合条件的路线", why: "原因", leastBad: "最接近的走法（请留意或请工作人员协助）", askStaff: "请到服务台求助，工作人员会帮助您。",
  failed: "暂时无法查询，请稍后再试。", loading: "正在查询…", already: "您已经在这里。",
  idleTitle: "您还在吗？", idleText: "{n} 秒后回到首页，触摸屏幕继续。", idleStay: "继续使用",
  toilet: "卫生间", accessible_toilet: "无障碍卫生间", nursing_room: "母婴室", service_centre: "客服中心", help_point: "求助点", information: "信息牌", ticket_machine: "自动售票机", aed: "AED 除颤器",
  escalator: "扶梯", stairs: "楼梯", lift: "电梯", ramp: "坡道", fare_gate: "闸机", security_check: "安检", passage: "通道", moving_walkway: "自动步道",
};

const EN = {
  language: "中文", languageHint: "切换到中文", large: "Large text", contrast: "Contrast", reach: "Low reach", restart: "Start over",
  tools: "Display settings", here: "You are here", map: "Map", mapHelp: "Map: arrow keys move, plus and minus zoom", levels: "Levels", zoomIn: "Zoom in", zoomOut: "Zoom out", recentre: "Back to where I am",
  schematic: "Schematic plan, not surveyed", facing: "Up on the map is the way you face", where: "Where do you want to go?", how: "How you travel",
  more: "More", ways: "Ways to choose from", bestWay: "Recommended", way_fastest: "Fastest", way_fewest_steps: "Fewest steps", way_fewest_level_changes: "Fewest level changes", way_least_walking: "Least walking", way_different: "Another way", sameTime: "about the same time", comma: ", ",
  fewerSteps: "{n} fewer steps", fewerLevels: "level changes: {n} fewer", lessWalk: "{n} m less to walk",
  forNow: "For now, {time}", forTime: "For {day} {time}", usualWay: "Closed now; the way when it is open",
  walk: "Walking", step_free: "Step-free", luggage: "Luggage",
  line: "Line {line}", lineHint: "Platforms", exits: "Exits", rail: "Rail station", coach: "Coach station", bus: "Buses", taxi: "Taxi · car park", around: "Surroundings", toilets: "Toilets", services: "Services",
  search: "Search for a place", searchHint: "Type English or pinyin initials, e.g. coach", keyboard: "On-screen keyboard", space: "Space", backspace: "Delete", clear: "Clear", noHits: "Nothing found: try another word", hits: "{n} places found",
  back: "Back", close: "Close", closed: "Closed", level: "Level {label}", nearest: "Nearest {what}",
  to: "To", minutes: "{n} min", lessThanMinute: "under 1 min", metres: "{n} m", seconds: "{n} s", levelChanges: "Level changes: {n}", steps: "Steps: {n}", noSteps: "No steps",
  byLevel: "The way, level by level", stepList: "Directions", goTo: "to {label}", start: "Start", wait: "incl. {n} s wait", whole: "{n} m in all",
  noRoute: "No way meets this wish", why: "Why", leastBad: "The closest way (take care, or ask staff for help)", askStaff: "Please ask at a service post; staff will help you.",
  failed: "That did not work just now. Please try again.", loading: "Looking for the way…", already: "You are there already.",
  idleTitle: "Are you still there?", idleText: "Back to the start in {n} s. Touch anywhere to go on.", idleStay: "Go on",
  toilet: "toilet", accessible_toilet: "accessible toilet", nursing_room: "nursing room", service_centre: "service centre", help_point: "help point", information: "information stand", ticket_machine: "ticket machine", aed: "AED",
  escalator: "Escalator", stairs: "Stairs", lift: "Lift", ramp: "Ramp", fare_gate: "Gates", security_check: "Security check", passage: "Passage", moving_walkway: "Moving walkway",
};

const CATALOGUE = { zh: ZH, en: EN };
export const HTML_LANG = { zh: "zh-CN", en: "en" };
export const other = (lang) => (lang === "zh" ? "en" : "zh");

export function text(lang, key, values = {}) {
  const pattern = CATALOGUE[lang][key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export const name = (thing, lang) => thing[`name_${lang}`] || thing[`name_${other(lang)}`] || thing.id || "";
