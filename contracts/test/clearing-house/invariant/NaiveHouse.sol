// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SignedStructs } from "../../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";
import { TestWallet } from "../TestWallet.sol";

/// @notice The rules of docs/settlement.md once more, from that page and as plainly as can be: a value
/// each, nothing packed, nothing batched. What the clearing house accepts is compared with it.
abstract contract NaiveHouse is ClearingHouseFixture {
    /// An order that somebody has signed, and how an operator presents it.
    struct Candidate {
        Draft draft;
        /// Whose key made the signature; nobody's when it was tampered with.
        address signer;
        /// Of the order as it was signed.
        bytes32 signedHash;
    }

    struct WithdrawalCandidate {
        WithdrawalDraft draft;
        address signer;
        bytes32 signedHash;
    }

    struct Attempt {
        Candidate[] orders;
        BatchCodec.Fill[] fills;
        WithdrawalCandidate[] withdrawals;
        address caller;
        uint48 sequence;
    }

    struct Approval {
        uint256 expiry;
        uint256 markets;
        uint256 maxNotional;
        /// From when on it counts no more.
        uint256 until;
    }

    /// What a batch would leave behind.
    struct Outcome {
        /// Why it must be refused; empty when it must not.
        string fault;
        /// Balances by person and asset.
        uint256[4][] balances;
        /// Lots by order of the batch.
        uint256[] filled;
    }

    uint256 internal constant ASSETS = 4;
    uint256 internal constant FOREVER = type(uint256).max;
    address internal constant NATIVE_TOKEN = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    /// Everybody who ever has money: what is not theirs does not exist.
    Trader[] internal people;
    /// Whose account is a contract: its code, and that of its key.
    TestWallet internal wallet;
    address internal walletKey;

    mapping(address account => mapping(uint256 asset => uint256)) internal balances;
    uint256[4] internal paidIn;
    uint256[4] internal paidOut;
    uint256 internal sequence;
    uint256 internal deposits;
    bool internal isPaused;
    bool internal hasOperator = true;
    mapping(uint256 market => bool) internal stopped;

    mapping(address account => uint256) internal epochs;
    mapping(address account => uint256) internal formerEpochEnds;
    mapping(address account => uint256) internal lastOneShot;
    mapping(address account => uint256) internal lastWithdrawal;
    mapping(address account => bool) internal exiting;
    mapping(address account => uint256) internal exitBinds;
    mapping(address account => uint256) internal exitDue;
    mapping(address account => mapping(uint256 nonce => uint256)) internal filledLots;
    /// Whether the first batch that had it filled all of it: then its nonce is used up.
    mapping(address account => mapping(uint256 nonce => bool)) internal filledWhole;
    mapping(address account => mapping(uint256 nonce => uint256)) internal cancelBinds;
    mapping(address account => mapping(address agent => Approval[])) internal approvals;
    mapping(address account => mapping(address agent => uint256)) internal approvalNonce;
    /// When the time of what a key's last change took or overtook is over.
    mapping(address account => mapping(address agent => uint256)) internal approvalBinds;
    /// Approvals up to this nonce had their time before the last changes began.
    mapping(address account => mapping(address agent => uint256)) internal approvalOver;

    // What changes

    /// Narrower approvals and revocations end a minute later, whatever still counts with them.
    function _replaceApproval(address account, address agent, Approval memory next, bool narrower)
        internal
    {
        Approval[] storage all = approvals[account][agent];
        uint256 count = all.length;
        uint256 until = block.timestamp + 60;
        bool keeps = narrower && count > 0 && all[count - 1].expiry != 0;
        for (uint256 i = 0; i < count; ++i) {
            if (i == count - 1) all[i].until = keeps ? until : 0;
            else if (keeps && all[i].until > block.timestamp) all[i].until = until;
        }
        next.until = FOREVER;
        all.push(next);
    }

    /// Of the present approval: what overtakes ends what was overtaken longer ago.
    function _changeApproval(address account, address agent, uint256 nonce) internal {
        if (block.timestamp >= approvalBinds[account][agent]) {
            approvalOver[account][agent] = approvalNonce[account][agent];
        }
        approvalNonce[account][agent] = nonce;
        approvalBinds[account][agent] = block.timestamp + 60;
    }

    /// Whether an approval that is not newer still counts for what the key may do no more.
    function _isOvertaken(address account, address agent, uint256 nonce)
        internal
        view
        returns (bool)
    {
        return nonce <= approvalNonce[account][agent] && nonce > approvalOver[account][agent]
            && block.timestamp < approvalBinds[account][agent];
    }

    /// It counts as long as what overtook it lets what was before; and what still counts, with it.
    function _joinApproval(address account, address agent, Approval memory late) internal {
        Approval[] storage all = approvals[account][agent];
        uint256 until = approvalBinds[account][agent];
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].until != FOREVER && all[i].until > block.timestamp) all[i].until = until;
        }
        late.until = until;
        // What the last change left stays the last.
        Approval memory last = all[all.length - 1];
        all[all.length - 1] = late;
        all.push(last);
    }

    function _accept(Attempt memory attempt, Outcome memory outcome) internal {
        ++sequence;
        for (uint256 i = 0; i < attempt.orders.length; ++i) {
            SignedStructs.Order memory order = attempt.orders[i].draft.order;
            if (order.flags & ONE_SHOT == 0) {
                uint256 known = filledLots[order.account][order.nonce]
                    + cancelBinds[order.account][order.nonce];
                if (known == 0 && outcome.filled[i] == order.quantity) {
                    filledWhole[order.account][order.nonce] = true;
                }
                filledLots[order.account][order.nonce] += outcome.filled[i];
            } else if (order.nonce > lastOneShot[order.account]) {
                lastOneShot[order.account] = order.nonce;
            }
        }
        for (uint256 i = 0; i < people.length; ++i) {
            for (uint256 asset = 0; asset < ASSETS; ++asset) {
                balances[people[i].account][asset] = outcome.balances[i][asset];
            }
        }
        for (uint256 i = 0; i < attempt.withdrawals.length; ++i) {
            WithdrawalDraft memory draft = attempt.withdrawals[i].draft;
            lastWithdrawal[draft.withdrawal.account] = draft.withdrawal.nonce;
            paidOut[draft.asset] += draft.withdrawal.amount;
        }
    }

    // What may happen

    function _foresee(Attempt memory attempt) internal view returns (Outcome memory outcome) {
        outcome.filled = new uint256[](attempt.orders.length);
        outcome.balances = new uint256[4][](people.length);
        for (uint256 i = 0; i < people.length; ++i) {
            for (uint256 asset = 0; asset < ASSETS; ++asset) {
                outcome.balances[i][asset] = balances[people[i].account][asset];
            }
        }
        if (isPaused) outcome.fault = "paused";
        else if (!hasOperator || attempt.caller != OPERATOR) outcome.fault = "caller";
        else if (attempt.sequence != sequence + 1) outcome.fault = "sequence";
        for (uint256 i = 0; i < attempt.orders.length && _fine(outcome); ++i) {
            outcome.fault = _orderFault(attempt.orders, i);
        }
        for (uint256 i = 0; i < attempt.fills.length && _fine(outcome); ++i) {
            outcome.fault = _fill(attempt, attempt.fills[i], outcome);
        }
        for (uint256 i = 0; i < attempt.orders.length && _fine(outcome); ++i) {
            outcome.fault = _laneFault(attempt.orders[i].draft.order, outcome.filled[i]);
        }
        for (uint256 i = 0; i < attempt.withdrawals.length && _fine(outcome); ++i) {
            outcome.fault = _withdraw(attempt.withdrawals, i, outcome);
        }
    }

    function _fine(Outcome memory outcome) internal pure returns (bool) {
        return bytes(outcome.fault).length == 0;
    }

    function _orderFault(Candidate[] memory orders, uint256 i)
        private
        view
        returns (string memory)
    {
        Draft memory draft = orders[i].draft;
        SignedStructs.Order memory order = draft.order;
        if (exitBinds[order.account] != 0 && block.timestamp >= exitBinds[order.account]) {
            return "exit";
        }
        for (uint256 j = 0; j < i; ++j) {
            SignedStructs.Order memory other = orders[j].draft.order;
            bool sameKind = (other.flags ^ order.flags) & ONE_SHOT == 0;
            if (sameKind && other.account == order.account && other.nonce == order.nonce) {
                return "twice";
            }
        }
        (bool known, uint16 epoch) = _epochOf(order.account, draft.form);
        if (!known) return "epoch ended";
        order.epoch = epoch;
        if (keccak256(abi.encode(order)) != orders[i].signedHash) return "not what was signed";
        if (order.flags & ONE_SHOT != 0 && order.nonce <= lastOneShot[order.account]) {
            return "one-shot nonce";
        }
        if (block.timestamp > uint256(order.expiry) + 30 minutes) return "expired";
        return _termsFault(orders[i], order);
    }

    function _termsFault(Candidate memory candidate, SignedStructs.Order memory order)
        private
        view
        returns (string memory)
    {
        if (order.market == 0 || order.market > 3 || stopped[order.market]) return "market";
        if (order.flags > 7) return "flags";
        if (order.price == 0 || order.price >= 2 ** 31) return "price";
        if (order.quantity == 0 || order.quantity >= 2 ** 31) return "quantity";
        if (makerPpm > order.maxFeePpm || takerPpm > order.maxFeePpm) return "signed maximum";
        if (makerPpm > 1000 || takerPpm > 2000) return "market's maximum";
        uint256 notional = uint256(order.price) * order.quantity * _tickLot(order.market);
        if (notional < 1e6) return "minimum";
        bool byContract = candidate.draft.form & BY_CONTRACT != 0;
        if (!_maySign(candidate.signer, order.account, byContract)) {
            if (byContract || !_isAgent(candidate.signer, order, notional)) return "signer";
        }
        return "";
    }

    function _epochOf(address account, uint8 form) private view returns (bool, uint16) {
        if (form & FORMER_EPOCH == 0) return (true, uint16(epochs[account]));
        if (block.timestamp >= formerEpochEnds[account]) return (false, 0);
        return (true, uint16(epochs[account] - 1));
    }

    /// Whether it is the owner's signature, or the owner's contract confirms it.
    function _maySign(address signer, address account, bool byContract)
        private
        view
        returns (bool)
    {
        if (!byContract) return signer == account;
        return account == address(wallet) && signer == walletKey
            && wallet.answer() == TestWallet.Answer.Honest;
    }

    function _isAgent(address signer, SignedStructs.Order memory order, uint256 notional)
        private
        view
        returns (bool)
    {
        Approval[] storage all = approvals[order.account][signer];
        Approval memory joined;
        for (uint256 i = 0; i < all.length; ++i) {
            Approval memory one = all[i];
            if (one.until == FOREVER && _covers(one, order.market, notional)) return true;
            if (one.until == FOREVER || block.timestamp >= one.until) continue;
            joined.markets |= one.markets;
            if (one.expiry > joined.expiry) joined.expiry = one.expiry;
            if (one.maxNotional > joined.maxNotional) joined.maxNotional = one.maxNotional;
        }
        return _covers(joined, order.market, notional);
    }

    function _covers(Approval memory approval, uint256 market, uint256 notional)
        private
        view
        returns (bool)
    {
        return approval.expiry != 0 && block.timestamp <= approval.expiry + 30 minutes
            && approval.markets & (1 << market) != 0 && notional <= approval.maxNotional;
    }

    function _fill(Attempt memory attempt, BatchCodec.Fill memory fill, Outcome memory outcome)
        private
        view
        returns (string memory)
    {
        SignedStructs.Order memory taker = attempt.orders[fill.taker].draft.order;
        SignedStructs.Order memory maker = attempt.orders[fill.maker].draft.order;
        if (fill.lots == 0) return "no lots";
        if (taker.account == maker.account) return "self-trade";
        if (taker.market != maker.market) return "markets";
        if ((taker.flags ^ maker.flags) & SELL == 0) return "sides";
        if (maker.flags & ONE_SHOT != 0) return "one-shot rests";
        if (fill.auction && taker.flags & ONE_SHOT != 0) return "one-shot rests";
        if (!fill.auction && taker.flags & POST_ONLY != 0) return "post-only takes";
        bool given = fill.auction || fill.price != 0;
        if (!fill.auction && given && maker.flags & POST_ONLY == 0) return "maker's price";
        uint256 price = given ? fill.price : maker.price;
        outcome.filled[fill.taker] += fill.lots;
        outcome.filled[fill.maker] += fill.lots;
        (SignedStructs.Order memory buy, SignedStructs.Order memory sell) =
            taker.flags & SELL == 0 ? (taker, maker) : (maker, taker);
        if (price == 0 || price > buy.price || price < sell.price) return "price";
        uint256[2] memory ppm = [uint256(makerPpm), makerPpm];
        if (!fill.auction) ppm[taker.flags & SELL] = takerPpm;
        return _exchange(outcome.balances, buy, sell, [fill.lots, price, ppm[0], ppm[1]]);
    }

    /// @param terms Lots, price, the buyer's and the seller's fee.
    function _exchange(
        uint256[4][] memory book,
        SignedStructs.Order memory buy,
        SignedStructs.Order memory sell,
        uint256[4] memory terms
    ) private view returns (string memory) {
        uint256 asset = _base(buy.market);
        uint256 base = terms[0] * (asset == LBTC ? 1e4 : 1e5);
        uint256 quote = terms[0] * terms[1] * _tickLot(buy.market);
        uint256[4] memory buyer = book[_personOf(buy.account)];
        uint256[4] memory seller = book[_personOf(sell.account)];
        uint256[4] memory fees = book[_personOf(FEES)];
        // Both are there before anything of the other side's arrives: an account pays one asset only.
        if (buyer[LUSD] < quote || seller[asset] < base) return "balance";
        uint256 baseFee = _feeOf(base, terms[2]);
        uint256 quoteFee = _feeOf(quote, terms[3]);
        buyer[LUSD] -= quote;
        seller[LUSD] += quote - quoteFee;
        fees[LUSD] += quoteFee;
        seller[asset] -= base;
        buyer[asset] += base - baseFee;
        fees[asset] += baseFee;
        return "";
    }

    function _laneFault(SignedStructs.Order memory order, uint256 lots)
        private
        view
        returns (string memory)
    {
        if (lots == 0) return "no fill";
        if (order.flags & ONE_SHOT != 0) return lots > order.quantity ? "overfilled" : "";
        if (filledWhole[order.account][order.nonce]) return "overfilled";
        uint256 binds = cancelBinds[order.account][order.nonce];
        if (binds != 0 && block.timestamp >= binds) return "canceled";
        return filledLots[order.account][order.nonce] + lots > order.quantity ? "overfilled" : "";
    }

    function _withdraw(WithdrawalCandidate[] memory all, uint256 i, Outcome memory outcome)
        private
        view
        returns (string memory)
    {
        WithdrawalDraft memory draft = all[i].draft;
        SignedStructs.Withdrawal memory one = draft.withdrawal;
        uint256 last = lastWithdrawal[one.account];
        for (uint256 j = 0; j < i; ++j) {
            SignedStructs.Withdrawal memory other = all[j].draft.withdrawal;
            if (other.account == one.account) last = other.nonce;
        }
        if (exitBinds[one.account] != 0 && block.timestamp >= exitBinds[one.account]) {
            return "exit";
        }
        (bool known, uint16 epoch) = _epochOf(one.account, draft.form);
        if (!known) return "epoch ended";
        one.epoch = epoch;
        bool native = draft.form & NATIVE != 0;
        if (native && draft.asset != WLUX) return "not native";
        one.asset = native ? NATIVE_TOKEN : tokens[draft.asset];
        if (keccak256(abi.encode(one)) != all[i].signedHash) return "not what was signed";
        if (!_maySign(all[i].signer, one.account, draft.form & BY_CONTRACT != 0)) return "signer";
        if (one.nonce <= last) return "withdrawal nonce";
        if (block.timestamp > uint256(one.expiry) + 30 minutes) return "expired";
        if (one.amount == 0 || one.to == address(0) || one.to == address(house)) return "invalid";
        uint256[4] memory owned = outcome.balances[_personOf(one.account)];
        if (owned[draft.asset] < one.amount) return "balance";
        owned[draft.asset] -= one.amount;
        return "";
    }

    // Arithmetic

    /// Whole millions first, as the engine does.
    function _feeOf(uint256 amount, uint256 ppm) internal pure returns (uint256) {
        uint256 rest = (amount % 1e6) * ppm;
        return (amount / 1e6) * ppm + rest / 1e6 + (rest % 1e6 == 0 ? 0 : 1);
    }

    function _tickLot(uint256 market) internal pure returns (uint256) {
        return market == BTC_USDT ? 1 : 10;
    }

    function _base(uint256 market) internal pure returns (uint256) {
        if (market == BTC_USDT) return LBTC;
        return market == ETH_USDT ? LETH : WLUX;
    }

    function _personOf(address account) internal view returns (uint256 person) {
        while (people[person].account != account) ++person;
    }
}
