class Constants { java.util.List raw = new java.util.ArrayList(); }
