import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Comment } from '@watertight/contracts/comments';
import { Database, type Queries } from '@watertight/service-kit';

const SHOWN = 20;

export interface NewComment {
  subject: string;
  customerId: string;
  author: string;
  text: string;
}

interface CommentRow {
  id: string;
  author: string;
  body: string;
  writtenAt: Date;
}

const columns = 'id, author, body, written_at AS "writtenAt"';

/** What people said, as they typed it. */
@Injectable()
export class Comments {
  constructor(private readonly database: Database) {}

  /** The newest 20 on a subject, and how many there are in all. */
  async newest(subject: string): Promise<{ total: number; comments: Comment[] }> {
    const rows = await this.database.query<CommentRow & { total: number }>(
      `SELECT ${columns}, count(*) OVER ()::int AS total
       FROM comments WHERE subject = $1 ORDER BY written_at DESC, id DESC LIMIT ${SHOWN}`,
      [subject],
    );
    return { total: rows[0]?.total ?? 0, comments: rows.map(commentOf) };
  }

  /** Keeps a comment; lasting when the transaction is. */
  async add(tx: Queries, { subject, customerId, author, text }: NewComment): Promise<Comment> {
    const [row] = await tx.query<CommentRow>(
      `INSERT INTO comments (id, subject, customer_id, author, body) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
      [randomUUID(), subject, customerId, author, text],
    );
    return commentOf(row as CommentRow);
  }
}

function commentOf({ id, author, body, writtenAt }: CommentRow): Comment {
  return { id, author, text: body, at: writtenAt.toISOString() };
}
