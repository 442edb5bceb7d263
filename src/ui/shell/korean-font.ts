/** Pretendard in slices by character range, of which the browser loads only those that a text needs. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
