export { answerWarehouseQuestion } from './answer-warehouse-question.ts'
